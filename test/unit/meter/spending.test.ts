import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import { codexReader } from '../../../src/core/agents/codex/transcript.ts';
import { geminiDocumentReader, geminiReader } from '../../../src/core/agents/gemini/transcript.ts';
import { mergeRecords, NO_SPENDING_CONTEXT } from '../../../src/core/meter/spending.ts';
import type { SpendingContext, SpentCall } from '../../../src/core/meter/spending.ts';
import type { LineReader } from '../../../src/core/meter/transcript-reader.ts';
import { meteredAgent } from '../../../src/node/agents/agents.ts';
import { compactedLine, countLine, metaLine, onlyTotal, turnLine, usageOf } from './codex-lines.ts';
import { geminiHead, geminiMessage, person } from './gemini-lines.ts';
import { assistantLine, boundaryLine, line, usage } from './transcript-lines.ts';

/** Every call that the lines say, record by record. */
function spent(
  reader: LineReader,
  lines: readonly string[],
): { readonly calls: readonly SpentCall[]; readonly context: SpendingContext } {
  let context = NO_SPENDING_CONTEXT;
  const calls: SpentCall[] = [];
  for (const text of lines) {
    const step = reader.spend?.(context, text);
    if (step === undefined) throw new Error('this reader says nothing of single calls');
    ({ context } = step);
    calls.push(...step.calls);
  }
  return { calls, context };
}

/** Input, cache written, cache read, output, and the context at that call. */
const figures = ({ spent, context }: SpentCall): unknown => [
  spent?.input,
  spent?.cacheCreation,
  spent?.cacheRead,
  spent?.output,
  context,
];

describe("what Claude Code's calls cost", () => {
  it('is the usage of every call, with its id, time, model and folder', () => {
    const { calls, context } = spent(claudeCodeReader, [
      assistantLine({ id: 'msg_1', usage: usage(2, 3977, 75_239, 599) }),
    ]);
    deepStrictEqual(calls, [
      {
        id: 'msg_1',
        at: '2026-01-02T03:04:05.678Z',
        model: 'claude-opus-4-5-20251101',
        isSubagent: false,
        spent: { input: 2, cacheCreation: 3977, cacheRead: 75_239, output: 599 },
        context: 79_218,
      },
    ]);
    deepStrictEqual(context, { cwd: '/home/me/shop', model: null });
  });

  it('counts a sidechain as a sub-agent; an API error and a made-up message cost nothing', () => {
    const { calls } = spent(claudeCodeReader, [
      assistantLine({ id: 'side', isSidechain: true, usage: usage(1, 2, 3, 4) }),
      assistantLine({ id: 'error', isApiErrorMessage: true }),
      assistantLine({ id: 'made up', model: '<synthetic>' }),
      assistantLine({ id: 'empty', usage: usage(0, 0, 0, 0) }),
    ]);
    deepStrictEqual(
      calls.map(({ id, isSubagent }) => [id, isSubagent]),
      [['side', true]],
    );
  });

  it("leaves out progress lines, which repeat a sub-agent's usage, and everything that only looks alike", () => {
    const { calls } = spent(claudeCodeReader, [
      line({ type: 'progress', data: { message: { type: 'assistant', usage: usage(9, 9, 9, 9) } } }),
      boundaryLine('auto', 167_361),
      '{"type":"assistant", broken',
      '["assistant"]',
      line({ type: 'user', text: '"assistant"' }),
    ]);
    deepStrictEqual(calls, []);
  });

  it('sums the iterations of a call, while its context is the last one’s', () => {
    const iterations = [
      { type: 'message', ...usage(1, 0, 1000, 10) },
      { type: 'advisor_message', ...usage(5, 0, 0, 7) },
      { type: 'message', ...usage(2, 0, 1100, 20) },
    ];
    const { calls } = spent(claudeCodeReader, [
      assistantLine({ id: 'msg_1', usage: { ...usage(8, 0, 2100, 37), iterations } }),
    ]);
    deepStrictEqual(calls.map(figures), [[8, 0, 2100, 37, 1102]]);
  });

  it('takes the nested cache figures where the flat one is 0, and the line’s own id where the message has none', () => {
    const nested = {
      ...usage(1, 0, 0, 1),
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
    };
    const message = { model: 'm', usage: nested };
    const { calls } = spent(claudeCodeReader, [line({ type: 'assistant', uuid: 'u-1', message })]);
    deepStrictEqual([calls[0]?.id, ...calls.map(figures)], ['u-1', [1, 7, 0, 1, 8]]);
  });
});

describe("what Codex's calls cost", () => {
  const first = usageOf(9_000);

  it('takes the cached part out of the input, and names the model of the turn', () => {
    const last = { ...usageOf(35_041, 522), cached_input_tokens: 30_000, cache_write_input_tokens: 400 };
    const { calls, context } = spent(codexReader, [
      metaLine({ id: 'own', cwd: '/home/me/shop' }),
      turnLine('gpt-5.4', '/home/me/shop/api'),
      countLine(last),
    ]);
    deepStrictEqual([calls.map(figures), calls[0]?.model], [[[4119, 400, 30_000, 522, 35_041]], 'gpt-5.4']);
    deepStrictEqual(context, { cwd: '/home/me/shop/api', model: 'gpt-5.4' });
  });

  it('knows the repetition that only tells new limits, by figures and sum; a like call later is another', () => {
    const at = '2026-09-06T07:02:00.000Z';
    const { calls } = spent(codexReader, [
      countLine(first, 258_400, at, 9_000),
      countLine(first, 258_400, at, 9_000),
      countLine(first, 258_400, at, 18_000),
      countLine(null),
    ]);
    deepStrictEqual([calls.length, new Set(calls.map(({ id }) => id)).size], [3, 2]);
  });

  it("recognizes a parent's calls in a fork's transcript, where they have new times", () => {
    const own = countLine(first, 258_400, '2026-09-06T07:02:00.000Z', 9_000);
    const copied = countLine(first, 258_400, '2026-09-08T10:00:00.000Z', 9_000);
    const [parent] = spent(codexReader, [metaLine({ id: 'parent', cwd: '/p' }), own]).calls;
    const fork = spent(codexReader, [
      metaLine({ id: 'fork', cwd: '/p/worktree' }),
      metaLine({ id: 'parent', cwd: '/p' }),
      copied,
    ]);
    deepStrictEqual([fork.calls[0]?.id, fork.context.cwd], [parent?.id, '/p/worktree']);
  });

  it('counts no call where only the total is set after a compaction, and none in text', () => {
    const { calls } = spent(codexReader, [
      countLine(onlyTotal(12_000)),
      '"token_count"',
      '{"payload":3,"x":"token_count"}',
    ]);
    deepStrictEqual(calls, []);
  });
});

describe('compactions', () => {
  it('are told beside the calls, with time and trigger; a sub-agent’s and a smaller kind aren’t', () => {
    const said = (reader: LineReader, text: string): unknown =>
      reader.spend?.(NO_SPENDING_CONTEXT, text).compactions;
    const boundary = boundaryLine('auto', 150_000);
    deepStrictEqual(said(claudeCodeReader, boundary), [{ at: '2026-01-02T03:05:00.000Z', trigger: 'auto' }]);
    deepStrictEqual(said(claudeCodeReader, boundary.replace('compact_', 'microcompact_')), undefined);
    deepStrictEqual(
      said(claudeCodeReader, boundary.replace('"isSidechain":false', '"isSidechain":true')),
      undefined,
    );
    const compacted = compactedLine();
    const { timestamp: at } = JSON.parse(compacted) as { readonly timestamp: string };
    deepStrictEqual(said(codexReader, compacted), [{ at, trigger: null }]);
  });
});

describe("what Gemini's calls cost", () => {
  it('takes the cached part out of the input and adds thinking to the output, and tools to the input', () => {
    const message = geminiMessage('m1', 14_000, 51);
    const tokens = { ...(message.tokens as object), tool: 30 };
    const { calls } = spent(geminiReader, [JSON.stringify({ ...message, tokens })]);
    deepStrictEqual(
      [calls.map(figures), calls[0]?.model],
      [[[7030, 0, 7000, 102, 14_000]], 'gemini-2.5-flash'],
    );
  });

  it('keeps what a rewind takes back, and reads messages that a head repeats', () => {
    const { calls } = spent(geminiReader, [
      JSON.stringify(geminiHead('own')),
      JSON.stringify(person('p')),
      JSON.stringify(geminiMessage('m1', 100)),
      JSON.stringify({ $rewindTo: 'm1' }),
      JSON.stringify({ $set: { messages: [geminiMessage('m1', 100), geminiMessage('m2', 200)] } }),
      JSON.stringify({ ...geminiMessage('m3', 0), tokens: null }),
    ]);
    deepStrictEqual(
      calls.map(({ id }) => id),
      ['m1', 'm1', 'm2'],
    );
  });

  it('reads the older form, one document, and nothing from another one', () => {
    const text = JSON.stringify({
      ...geminiHead('own'),
      directories: ['/p'],
      messages: [geminiMessage('m1', 100)],
    });
    const step = geminiDocumentReader.spendings?.(text);
    deepStrictEqual([step?.calls.map(({ id }) => id), step?.context.cwd], [['m1'], '/p']);
    deepStrictEqual(geminiDocumentReader.spendings?.('[1]').calls, []);
  });
});

describe('two records of one call', () => {
  it('are one: the larger of each figure, the earlier time, the model where one knows it', () => {
    const one = spent(claudeCodeReader, [
      assistantLine({ id: 'm', usage: usage(1, 2, 3, 40), timestamp: '2026-01-02T00:00:02Z' }),
    ]).calls[0];
    const other = spent(claudeCodeReader, [
      assistantLine({ id: 'm', usage: usage(1, 2, 3, 99), timestamp: '2026-01-02T00:00:01Z' }),
    ]).calls[0];
    if (one === undefined || other === undefined) throw new Error('no calls');
    const merged = mergeRecords({ ...one, model: null }, other);
    deepStrictEqual(
      [merged.spent?.output, merged.at, merged.model],
      [99, '2026-01-02T00:00:01Z', other.model],
    );
  });
});

/** What the agents recorded in each sample, summed by hand: input, cache written, cache read, output. */
const SAMPLES: readonly (readonly [agent: string, sample: string, spent: readonly number[]])[] = [
  ['copilot-cli', 'copilot-cli/events.jsonl', [272_425, 0, 272_425, 2795]],
  ['qwen-code', 'qwen-code/6f0e2b9c-51d4-4c7e-8a3b-1d2e3f405162.jsonl', [106_300, 0, 106_300, 1320]],
  [
    'pi',
    'pi/2026-09-14T10-00-00-000Z_01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071.jsonl',
    [11_950, 7150, 170_101, 776],
  ],
  [
    'kimi-code',
    'kimi-code/wd_shop_0a1b2c/session_8c1d2e3f-4a5b-4c6d-8e7f-901122334455/agents/main/wire.jsonl',
    [180_600, 3200, 189_000, 1841],
  ],
  ['cline', 'cline/1789380000000_q1w2e/1789380000000_q1w2e.messages.json', [54_947, 20, 27_483, 500]],
];

describe('what the samples of other agents cost', () => {
  for (const [id, sample, expected] of SAMPLES) {
    it(`is the sum of what ${id} recorded`, async () => {
      const reader = (await meteredAgent(id)).readerOf(sample);
      const text = readFileSync(join('test', 'fixtures', 'transcripts', sample), 'utf8');
      const calls =
        reader.form === 'document'
          ? (reader.spendings?.(text).calls ?? [])
          : spent(reader, text.split('\n')).calls;
      const sums = calls.map(figures) as readonly (readonly number[])[];
      deepStrictEqual(
        expected.map((_, index) => sums.reduce((sum, one) => sum + (one[index] ?? 0), 0)),
        expected,
      );
    });
  }
});
