import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import {
  type ClaudeCodeSettings,
  compactsAt,
  NO_SETTINGS,
  NO_WINDOW_FACTS,
  resolveWindow,
  type WindowFacts,
} from '../../../src/core/agents/claude-code/window.ts';
import { ruledWindow } from '../../../src/core/meter/window.ts';

const OPUS_45 = 'claude-opus-4-5-20251101';
const OPUS_46 = 'claude-opus-4-6';

const settings = (changed: Partial<ClaudeCodeSettings>): ClaudeCodeSettings => ({
  ...NO_SETTINGS,
  ...changed,
});

function window(
  model: string | null,
  changed: Partial<WindowFacts> = {},
  mostTokens = 100,
  version: string | null = '2.1.300',
): unknown[] {
  const resolved = resolveWindow({ model, version, mostTokens }, { ...NO_WINDOW_FACTS, ...changed });
  return resolved === null ? [] : [resolved.window, resolved.windowSource];
}

describe('window', () => {
  it('by the model table', () => {
    const table: readonly (readonly [string, number, string])[] = [
      [OPUS_45, 200_000, 'model'],
      ['claude-opus-4-20250514', 200_000, 'model'],
      ['claude-3-5-sonnet-20241022', 200_000, 'model'],
      ['claude-3-opus-20240229', 200_000, 'model'],
      ['claude-haiku-4-5-20251001', 200_000, 'model'],
      [OPUS_46, 200_000, 'assumed'],
      ['claude-sonnet-4-6', 200_000, 'assumed'],
      ['us.anthropic.claude-opus-4-6-v1:0', 200_000, 'assumed'],
      ['claude-opus-4-7', 1_000_000, 'model'],
      ['claude-opus-5-5', 1_000_000, 'model'],
      ['claude-sonnet-5', 1_000_000, 'model'],
      ['claude-sonnet-5-20260801', 1_000_000, 'model'],
      ['claude-haiku-5-5', 1_000_000, 'model'],
      ['claude-haiku-5', 200_000, 'model'],
      ['claude-fable-5', 1_000_000, 'model'],
      ['claude-mythos-5', 1_000_000, 'model'],
      ['deepseek-v4', 200_000, 'assumed'],
    ];
    deepStrictEqual(
      table.map(([model]) => [model, ...window(model)]),
      table,
    );
  });

  it('in the order: status line, setting, [1m], observed, table, assumed', () => {
    const large = settings({ model: 'opus[1m]' });
    const all = { reported: 300_000, given: 400_000, rules: { 'opus-4-6': 500_000 }, settings: large };
    deepStrictEqual(
      [
        window(OPUS_46, all, 250_000),
        window(OPUS_46, { ...all, reported: null }, 250_000),
        window(OPUS_46, { ...all, reported: null, given: null }, 250_000),
        window(OPUS_46, { settings: large }),
        window(OPUS_46, {}, 250_000),
        window(OPUS_46, {}, 200_000),
      ],
      [
        [300_000, 'reported'],
        [400_000, 'setting'],
        [500_000, 'setting'],
        [1_000_000, 'setting'],
        [1_000_000, 'observed'],
        [200_000, 'assumed'],
      ],
    );
  });

  it('a limit for automatic compaction lowers what the status line reports, as the agent shows it', () => {
    const limited = settings({ env: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '150000' } });
    deepStrictEqual(
      [
        window(OPUS_46, { reported: 200_000, settings: limited }),
        window(OPUS_46, { remembered: 200_000, settings: limited }),
        window(OPUS_46, { reported: 200_000, settings: limited }, 160_000),
        window(OPUS_46, { given: 200_000, settings: limited }),
      ],
      [
        [150_000, 'setting'],
        [150_000, 'setting'],
        [200_000, 'reported'],
        [200_000, 'setting'],
      ],
    );
  });

  it('[1m] counts only for the model it names', () => {
    const of = (model: string, changed: Partial<ClaudeCodeSettings>): unknown =>
      window(model, { settings: settings(changed) })[0];
    deepStrictEqual(
      [
        of(OPUS_46, { model: 'claude-opus-4-6[1m]' }),
        of('claude-sonnet-4-6', { model: 'claude-opus-4-6[1m]' }),
        of('claude-sonnet-4-6', { env: { ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-sonnet-4-6[1m]' } }),
        of(OPUS_46, { model: 'opusplan[1m]' }),
        of(OPUS_46, { model: 'opus' }),
        of(OPUS_46, { model: '[1m]' }),
        of(OPUS_46, { model: 'opus[1m]', env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } }),
      ],
      [1_000_000, 200_000, 1_000_000, 1_000_000, 200_000, 200_000, 200_000],
    );
  });

  it('honours the variables that limit it', () => {
    const env = (name: string, value: string): Partial<WindowFacts> => ({
      settings: settings({ env: { [name]: value } }),
    });
    deepStrictEqual(
      [
        window('claude-opus-5-5', env('CLAUDE_CODE_DISABLE_1M_CONTEXT', 'true')),
        window('claude-opus-5-5', env('CLAUDE_CODE_DISABLE_1M_CONTEXT', '0')),
        window('claude-opus-5-5', env('CLAUDE_CODE_DISABLE_1M_CONTEXT', '1'), 300_000),
        window('qwen', env('CLAUDE_CODE_MAX_CONTEXT_TOKENS', '262144')),
        window(OPUS_45, env('CLAUDE_CODE_MAX_CONTEXT_TOKENS', '120000')),
        window(OPUS_45, {
          settings: settings({ env: { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '120000', DISABLE_COMPACT: '1' } }),
        }),
        window('qwen', env('CLAUDE_CODE_MAX_CONTEXT_TOKENS', 'many')),
      ],
      [
        [200_000, 'setting'],
        [1_000_000, 'model'],
        [1_000_000, 'observed'],
        [262_144, 'setting'],
        [200_000, 'model'],
        [120_000, 'setting'],
        [200_000, 'assumed'],
      ],
    );
  });

  it('depends on the host up to the version that serves the large one everywhere, unless [1m] or more usage tells', () => {
    const at = (
      variables: Record<string, string>,
      model: string,
      version = '2.1.197',
      mostTokens = 100,
    ): unknown => window(model, { settings: settings({ env: variables }) }, mostTokens, version)[0];
    const gateway = { ANTHROPIC_BASE_URL: 'http://me:secret@127.0.0.1:9/v1' };
    const own = { ANTHROPIC_BASE_URL: 'https://api.anthropic.com/' };
    const bedrock = { CLAUDE_CODE_USE_BEDROCK: '1' };
    const all = [
      'claude-opus-4-8',
      'claude-sonnet-5',
      'claude-fable-5',
      'claude-haiku-4-5',
      'claude-opus-4-6',
    ];
    const windows = (variables: Record<string, string>, version = '2.1.284'): unknown[] =>
      all.map((model) => at(variables, model, version) === 1e6);
    deepStrictEqual(windows(gateway), [false, false, false, false, false]);
    deepStrictEqual(windows(gateway, '2.1.332'), [true, true, true, false, false]);
    deepStrictEqual(windows({}), [true, true, true, false, false]);
    deepStrictEqual(windows(own), [true, true, true, false, false]);
    deepStrictEqual(windows({ ...gateway, _CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL: '1' })[0], true);
    for (const cloud of ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY']) {
      deepStrictEqual(windows({ [cloud]: '1' }), [false, true, false, false, false], cloud);
      deepStrictEqual(windows({ [cloud]: '1' }, '2.1.332'), [true, true, true, false, false], cloud);
    }
    deepStrictEqual(at({ CLAUDE_CODE_USE_BEDROCK: '0' }, 'claude-opus-4-8'), 1_000_000);
    deepStrictEqual(at({ ...bedrock, ANTHROPIC_MODEL: 'claude-opus-4-8[1m]' }, 'claude-opus-4-8'), 1_000_000);
    deepStrictEqual(at(gateway, 'claude-opus-4-8', '2.1.197', 250_000), 1_000_000, 'observed');
  });

  it('is only assumed behind a gateway until every version has the large one there', () => {
    const at = (version: string | null): unknown[] =>
      window(
        'claude-opus-4-8',
        { settings: settings({ env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' } }) },
        100,
        version,
      );
    deepStrictEqual(
      [at('2.1.284'), at('2.1.290'), at('2.1.291'), at(null)],
      [
        [200_000, 'assumed'],
        [200_000, 'assumed'],
        [1_000_000, 'model'],
        [1_000_000, 'model'],
      ],
    );
  });

  it('of a model that a version does not know is the one that the version assumes', () => {
    const at = (model: string, version: string): unknown[] => window(model, {}, 100, version);
    deepStrictEqual(
      [
        at('my-model', '2.1.290'),
        at('my-model', '2.1.332'),
        at('claude-opus-5', '2.1.197'),
        at('claude-opus-5', '2.1.290'),
        at('claude-sonnet-5', '2.1.197'),
      ],
      [
        [200_000, 'assumed'],
        [1_000_000, 'assumed'],
        [200_000, 'assumed'],
        [1_000_000, 'model'],
        [967_000, 'model'],
      ],
    );
  });

  it('is the limit for automatic compaction, which is the whole of the percent, at least 100,000', () => {
    const at = (variables: Record<string, string>, mostTokens = 100): unknown[] =>
      window(OPUS_45, { settings: settings({ env: variables }) }, mostTokens);
    const limit = (value: string): Record<string, string> => ({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: value });
    deepStrictEqual(
      [
        at(limit('150000')),
        at(limit('50000')),
        at(limit('900000')),
        at(limit('150000'), 160_000),
        at({ ...limit('150000'), DISABLE_AUTO_COMPACT: '1' }),
      ],
      [
        [150_000, 'setting'],
        [100_000, 'setting'],
        [200_000, 'model'],
        [200_000, 'model'],
        [200_000, 'model'],
      ],
    );
  });

  it('is unknown before the first call, unless a rule covers every model', () => {
    deepStrictEqual(window(null, {}, 0), []);
    deepStrictEqual(window(null, { rules: { '*': 128_000 } }, 0), [128_000, 'setting']);
    strictEqual(ruledWindow(OPUS_46, { opus: 1, 'opus-4': 2, '*': 3, sonnet: 4 }), 2, 'the longest key wins');
  });
});

describe('automatic compaction', () => {
  const at = (
    changed: Partial<ClaudeCodeSettings> = {},
    state: Partial<Parameters<typeof compactsAt>[0]> = {},
    of = 200_000,
  ): number | null =>
    compactsAt(
      { model: OPUS_46, version: '2.1.40', autoCompactedAt: null, mostTokens: 0, recent: [], ...state },
      of,
      settings(changed),
    );
  const env = (variables: Record<string, string>): Partial<ClaudeCodeSettings> => ({ env: variables });

  it('is known from the table for Claude models', () => {
    deepStrictEqual(
      [
        at(),
        at({}, { version: null }),
        at({}, { version: '2.1.20' }),
        at({}, { version: '2.1.21' }),
        at({}, { version: '2.0.76' }),
        at({}, { version: '3.0.1' }),
        at({}, { model: 'claude-opus-5-5' }, 1_000_000),
        at({}, { model: 'claude-sonnet-5', version: '2.1.290' }, 1_000_000),
        at({}, { model: 'claude-sonnet-5' }),
        at({}, { model: 'deepseek-v4' }),
        at({}, { model: null }),
      ],
      [167_000, 167_000, 155_000, 167_000, 155_000, 167_000, 967_000, 934_000, 167_000, 167_000, null],
    );
  });

  it('is none for models with which a version waits for the limit', () => {
    const of = (model: string, version: string, size = 200_000, changed: Partial<ClaudeCodeSettings> = {}) =>
      at(changed, { model, version }, size);
    const gateway = env({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' });
    const limit = env({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '900000' });
    deepStrictEqual(
      [
        [of(OPUS_45, '2.1.42'), of(OPUS_45, '2.1.197'), of(OPUS_45, '2.1.332')],
        [of(OPUS_45, '2.1.332', 200_000, limit)],
        [of(OPUS_46, '2.1.42', 1_000_000), of(OPUS_46, '2.1.332', 1_000_000), of(OPUS_46, '2.1.332')],
        [of('claude-opus-4-7', '2.1.197', 1_000_000), of('claude-opus-4-7', '2.1.284', 1_000_000)],
        [
          of('claude-opus-4-7', '2.1.284', 200_000, gateway),
          of('claude-opus-5', '2.1.284', 200_000, gateway),
        ],
        [of('my-model', '2.1.197'), of('my-model', '2.1.290'), of('my-model', '2.1.332', 1_000_000)],
        [of('claude-sonnet-5', '2.1.197', 967_000), of('claude-sonnet-5', '2.1.332', 1_000_000)],
      ],
      [
        [167_000, null, null],
        [167_000],
        [967_000, null, 167_000],
        [null, 967_000],
        [null, 167_000],
        [null, 167_000, 967_000],
        [934_000, 967_000],
      ],
    );
  });

  it('is known from the settings, which only ever lower it, and can be off', () => {
    deepStrictEqual(
      [
        at(env({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '150000' })),
        at({ autoCompactWindow: 160_000 }),
        at({ autoCompactWindow: 160_000, ...env({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '150000' }) }),
        at({ autoCompactWindow: 900_000 }),
        at(env({ CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '50' })),
        at(env({ CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '99' })),
        at(env({ CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: 'half' })),
        at(env({ CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '50' }), { model: 'deepseek-v4' }),
        at({ autoCompactWindow: 20_000 }),
        at(env({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '50000' })),
        at(env({ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8000' })),
        at(env({ CLAUDE_CODE_MAX_OUTPUT_TOKENS: '64000' })),
        at(env({ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '120000' }), { mostTokens: 130_000 }),
        at({ autoCompactEnabled: false }),
        at(env({ DISABLE_AUTO_COMPACT: '1' })),
      ],
      [
        117_000,
        127_000,
        117_000,
        167_000,
        90_000,
        167_000,
        167_000,
        90_000,
        67_000,
        67_000,
        179_000,
        167_000,
        167_000,
        null,
        null,
      ],
    );
  });

  it('is none if a session went on above it', () => {
    const after = (...tokens: readonly number[]) =>
      at({}, { recent: tokens.map((each) => ({ tokens: each, at: null })) });
    deepStrictEqual(
      [after(160_000, 166_000), after(160_000, 175_000), after(160_000, 175_000, 178_000)],
      [167_000, 167_000, null],
    );
  });

  it('is known from an automatic boundary in this transcript, the lower one counting', () => {
    deepStrictEqual(
      [
        at({}, { autoCompactedAt: 167_361 }),
        at({}, { autoCompactedAt: 120_500 }),
        at({}, { model: 'deepseek-v4', autoCompactedAt: 151_000 }),
        at({ autoCompactWindow: 150_000 }, { autoCompactedAt: 100_000 }),
        at({}, { model: 'deepseek-v4', autoCompactedAt: 900_000 }),
      ],
      [167_000, 120_500, 151_000, 117_000, 167_000],
    );
  });
});
