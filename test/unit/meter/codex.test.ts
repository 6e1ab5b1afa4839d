import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import {
  codexCompactsAt,
  codexPercent,
  codexReader,
  parseCodexConfig,
} from '../../../src/core/agents/codex/transcript.ts';
import { feedText, type TranscriptState } from '../../../src/core/meter/transcript-reader.ts';
import {
  compactedLine,
  countLine,
  messageLine,
  metaLine,
  onlyTotal,
  startedLine,
  turnLine,
  usageOf,
} from './codex-lines.ts';

const read = (...lines: readonly string[]): TranscriptState => feedText(codexReader, lines.join('\n'));
const figures = ({ call, window, isCompacted }: TranscriptState): unknown[] => [
  call?.tokens ?? null,
  call?.outputTokens ?? null,
  window,
  isCompacted,
];

describe('Codex rollouts', () => {
  it('occupancy is the total of the last call, with its window; the cumulative total says nothing', () => {
    deepStrictEqual(figures(read(countLine(usageOf(20_000)), countLine(usageOf(35_041)))), [
      35_041,
      522,
      258_400,
      false,
    ]);
  });

  it('the percent is what Codex leaves out of "context left"', () => {
    deepStrictEqual(
      [
        codexPercent(35_041, 258_400),
        codexPercent(63_531, 258_400),
        codexPercent(5_000, 258_400),
        codexPercent(12_000, 258_400),
        codexPercent(258_400, 258_400),
        codexPercent(300_000, 258_400),
        codexPercent(1, 12_000),
        codexPercent(1, 1),
        codexPercent(35_041, Number.MAX_SAFE_INTEGER),
      ],
      [9, 21, 0, 0, 100, 100, 100, 100, 0],
    );
  });

  it('the record of a request, which stands before its count, says nothing', () => {
    const record = JSON.stringify({
      timestamp: '2026-09-06T07:01:05.467Z',
      type: 'token_usage_record',
      payload: { type: 'token_count', usage: usageOf(90_000), info: { last_token_usage: usageOf(90_000) } },
    });
    deepStrictEqual(figures(read(countLine(usageOf(35_041)), record)), [35_041, 522, 258_400, false]);
  });

  it('more than the window is told as it is', () => {
    deepStrictEqual(figures(read(countLine(usageOf(300_000)))), [300_000, 522, 258_400, false]);
  });

  it('without figures (only the limits of the plan are told) the ones before hold', () => {
    deepStrictEqual(figures(read(countLine(usageOf(35_041)), countLine(null))), [
      35_041,
      522,
      258_400,
      false,
    ]);
    deepStrictEqual(figures(read(countLine(null))), [null, null, null, false]);
    deepStrictEqual(figures(read(countLine(usageOf(0, 0)))), [null, null, 258_400, false]);
  });

  it('an absurd window is ignored, and the previous one applies', () => {
    for (const absurd of [0, -1, 2 ** 63, 1.5, null]) {
      const state = read(startedLine(272_000), countLine(usageOf(35_041), absurd));
      strictEqual(state.window, 272_000, String(absurd));
    }
    strictEqual(read(countLine(usageOf(35_041), null)).window, null);
  });

  it('a turn that begins tells the window before the first call', () => {
    deepStrictEqual(figures(read(startedLine(258_400))), [null, null, 258_400, false]);
  });

  it('only the first session_meta is the identity: a fork continues with a copy of its parent', () => {
    const state = read(
      metaLine({ id: 'fork', cwd: '/home/me/shop' }),
      metaLine({ id: 'parent', cwd: '/home/me/other', fields: { thread_source: 'subagent' } }),
      countLine(usageOf(35_041)),
    );
    deepStrictEqual(
      [state.sessionId, state.cwd, state.version, state.parentSessionId],
      ['fork', '/home/me/shop', '0.153.4', null],
    );
  });

  it("a sub-agent says so, in today's place and in the older one, with its parent where that is told", () => {
    const parent = (fields: Record<string, unknown>): string | null =>
      read(metaLine({ id: 'child', cwd: '/p', fields })).parentSessionId;
    deepStrictEqual(
      [
        parent({ thread_source: 'subagent', parent_thread_id: 'main' }),
        parent({ thread_source: 'subagent' }),
        parent({
          thread_source: null,
          source: { subagent: { thread_spawn: { parent_thread_id: 'main', depth: 1 } } },
        }),
        parent({ source: { subagent: 'review' } }),
        parent({ source: 'cli' }),
      ],
      ['main', '', 'main', '', null],
    );
  });

  it('model and working folder are those of the last turn', () => {
    const state = read(
      metaLine({ id: 'a', cwd: '/p' }),
      turnLine('gpt-5.4', '/p'),
      turnLine('gpt-5.4-mini', '/p/api'),
    );
    deepStrictEqual([state.model, state.cwd], ['gpt-5.4-mini', '/p/api']);
  });

  it('after a compaction nothing is known until the count that sets only the total', () => {
    const compacted = read(countLine(usageOf(240_000)), compactedLine());
    deepStrictEqual(figures(compacted), [null, null, 258_400, true]);
    deepStrictEqual(compacted.compactions, [{ trigger: null, preTokens: null, tokensBefore: 240_000 }]);
    const counted = read(countLine(usageOf(240_000)), compactedLine(), countLine(onlyTotal(21_000)));
    deepStrictEqual(figures(counted), [21_000, null, 258_400, false]);
  });

  it('a count written before the line of the compaction is the new reading already', () => {
    const state = read(countLine(usageOf(240_000)), countLine(onlyTotal(21_000)), compactedLine());
    deepStrictEqual([...figures(state), state.compactions.length], [21_000, null, 258_400, false, 1]);
  });

  it('compacts by itself at 90 % of the model, of which the window told is 95 %; a limit can only lower that', () => {
    deepStrictEqual(
      [
        codexCompactsAt(258_400, null),
        codexCompactsAt(121_600, null),
        codexCompactsAt(272_000, null),
        codexCompactsAt(258_400, 150_000),
        codexCompactsAt(258_400, 900_000),
      ],
      [244_800, 115_200, 244_800, 150_000, 244_800],
    );
  });

  it('the limit stands at the top of config.toml', () => {
    const of = (text: string): unknown[] => {
      const { limit, isOtherScope } = parseCodexConfig(text);
      return [limit, isOtherScope];
    };
    deepStrictEqual(
      [
        of(''),
        of('model = "gpt-5.4"\nmodel_auto_compact_token_limit = 150_000 # early\r\n'),
        of('# model_auto_compact_token_limit = 1\n[profiles.deep]\nmodel_auto_compact_token_limit = 9000\n'),
        of(
          'model_auto_compact_token_limit = "many"\nmodel_auto_compact_token_limit_scope = "body_after_prefix"',
        ),
        of("model_auto_compact_token_limit = 0\nmodel_auto_compact_token_limit_scope = 'total'"),
      ],
      [
        [null, false],
        [150_000, false],
        [null, false],
        [null, true],
        [null, false],
      ],
    );
  });

  it('what only looks like a line of figures is text', () => {
    const before = read(countLine(usageOf(35_041)));
    for (const line of [
      messageLine('{"type":"token_count"} and "compacted"'),
      '{"type":"event_msg","payload":{"type":"token_count","info":{"last_token',
      '{"type":"event_msg","payload":"token_count"}',
      '["token_count"]',
      'token_count',
    ]) {
      strictEqual(codexReader.feed(before, line), before, line);
    }
  });
});
