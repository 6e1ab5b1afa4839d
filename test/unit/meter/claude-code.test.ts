/** Rule n is the numbering that src/core/agents/claude-code/transcript.ts refers to. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import {
  EMPTY_TRANSCRIPT,
  feedText,
  isSettled,
  type TranscriptState,
} from '../../../src/core/meter/transcript-reader.ts';
import { assistantLine, boundaryLine, line, usage } from './transcript-lines.ts';

const read = (...lines: readonly string[]): TranscriptState => feedText(claudeCodeReader, lines.join('\n'));

const figures = (state: TranscriptState): readonly [number | null, number | null] => [
  state.call?.tokens ?? null,
  state.call?.outputTokens ?? null,
];

/** Seen in real transcripts, and none of them a call. */
const OTHER_TYPES = [
  'user',
  'system',
  'progress',
  'attachment',
  'summary',
  'file-history-snapshot',
  'queue-operation',
  'pr-link',
  'mode',
  'permission-mode',
  'last-prompt',
] as const;

describe('Claude Code transcript, rules 1 to 12', () => {
  const call = assistantLine({ id: 'msg_a', usage: usage(10, 200, 3000, 40) });

  it('occupancy is input, cache creation and cache read of the last call', () => {
    const state = read(call, assistantLine({ id: 'msg_b', usage: usage(1, 2, 5000, 7) }));
    deepStrictEqual(figures(state), [5003, 7]);
  });

  it('rule 1: only top-level assistant lines of the main chain that really called a model', () => {
    const state = read(
      call,
      assistantLine({ id: 'msg_side', isSidechain: true }),
      assistantLine({ id: 'msg_error', isApiErrorMessage: true }),
      assistantLine({ id: 'made-up', model: '<synthetic>', usage: usage(0, 0, 0, 0) }),
      assistantLine({ id: 'msg_zero', usage: usage(0, 0, 0, 0) }),
      line({ type: 'user', message: { role: 'user', content: 'say "assistant"', usage: usage(9, 9, 9, 9) } }),
    );
    deepStrictEqual(figures(state), [3210, 40]);
    strictEqual(state.model, 'claude-opus-4-5-20251101');
  });

  it("rule 2: a sub-agent's usage inside a progress line says nothing", () => {
    const nested = { type: 'assistant', message: { id: 'msg_sub', usage: usage(1, 2, 99_000, 4) } };
    const state = read(call, line({ type: 'progress', data: { type: 'agent_progress', message: nested } }));
    deepStrictEqual(figures(state), [3210, 40]);
  });

  it('rule 3: several lines of one message are one call with the largest output', () => {
    const of = (output: number): string =>
      assistantLine({ id: 'msg_a', usage: usage(10, 200, 3000, output) });
    deepStrictEqual(figures(read(of(1), of(500), line({ type: 'user' }), of(300))), [3210, 500]);
    const anonymous = (output: number): string =>
      line({ type: 'assistant', message: { usage: usage(1, 2, 3, output) } });
    deepStrictEqual(figures(read(anonymous(9), anonymous(4))), [6, 4], 'no id is no key');
  });

  it('rule 4: the last message among the iterations counts, not their sum', () => {
    const entry = (type: string, cacheRead: number): object => ({ type, ...usage(2, 10, cacheRead, 5) });
    const withIterations = (iterations: unknown): string =>
      assistantLine({ id: 'msg_i', usage: { ...usage(4, 20, 9000, 11), iterations } });
    const read1 = (iterations: unknown): readonly (number | null)[] =>
      figures(read(withIterations(iterations)));
    deepStrictEqual(read1([entry('message', 4000), entry('message', 4500), entry('advisor', 7)]), [4512, 5]);
    deepStrictEqual(read1([]), [9024, 11], 'empty');
    deepStrictEqual(read1([{ type: 'message', input_tokens: 3 }]), [9024, 11], 'without cache fields');
    deepStrictEqual(read1('nonsense'), [9024, 11], 'no list');
    deepStrictEqual(read1([null, 3, entry('message', 100), null]), [112, 5], 'with strangers');
  });

  it('rule 5: where the flat cache creation is 0, the nested one is summed', () => {
    const nested = { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 700 };
    const of = (flat: number): string =>
      assistantLine({ id: 'msg_n', usage: { ...usage(1, flat, 20, 3), cache_creation: nested } });
    deepStrictEqual(
      [figures(read(of(0))), figures(read(of(900)))],
      [
        [1021, 3],
        [921, 3],
      ],
    );
  });

  it('rule 6: a compaction forgets everything until the next call', () => {
    const state = read(call, boundaryLine('manual', 3250));
    deepStrictEqual(
      { isCompacted: state.isCompacted, call: state.call, compactions: state.compactions },
      {
        isCompacted: true,
        call: null,
        compactions: [{ trigger: 'manual', preTokens: 3250, tokensBefore: 3250 }],
      },
    );
    const after = claudeCodeReader.feed(state, assistantLine({ id: 'msg_c', usage: usage(5, 0, 900, 2) }));
    deepStrictEqual([figures(after), after.isCompacted, after.compactions.length], [[905, 2], false, 1]);
  });

  it('rule 6: a boundary first in the file, and one without metadata, claim nothing', () => {
    deepStrictEqual(
      read(boundaryLine('auto', 167_361), line({ type: 'system', subtype: 'compact_boundary' })).compactions,
      [
        { trigger: 'auto', preTokens: 167_361, tokensBefore: null },
        { trigger: null, preTokens: null, tokensBefore: null },
      ],
    );
  });

  it('rule 6: the tokens a compaction says to leave are no reading: they are less than the next call has', () => {
    const boundary = line({
      type: 'system',
      subtype: 'compact_boundary',
      compactMetadata: { trigger: 'manual', preTokens: 3250, postTokens: 900 },
    });
    const state = read(call, boundary);
    deepStrictEqual([figures(state), state.isCompacted], [[null, null], true]);
  });

  it('rule 6: the same message after a boundary is a new call, not a larger output', () => {
    const state = read(
      call,
      boundaryLine('auto', 3250),
      assistantLine({ id: 'msg_a', usage: usage(1, 0, 9, 2) }),
    );
    deepStrictEqual(figures(state), [10, 2]);
  });

  it('rule 7: a microcompaction resets nothing', () => {
    const micro = line({ type: 'system', subtype: 'microcompact_boundary', content: '"compact_boundary"' });
    const state = read(call, micro);
    deepStrictEqual([figures(state), state.isCompacted, state.compactions], [[3210, 40], false, []]);
  });

  it('rule 8: the order of the file counts, not the timestamps', () => {
    const late = assistantLine({
      id: 'msg_1',
      timestamp: '2026-01-02T00:00:09.000Z',
      usage: usage(1, 0, 0, 1),
    });
    const early = assistantLine({
      id: 'msg_2',
      timestamp: '2026-01-02T00:00:01.000Z',
      usage: usage(2, 0, 0, 1),
    });
    const state = read(late, early);
    deepStrictEqual([figures(state), state.at], [[2, 1], '2026-01-02T00:00:01.000Z']);
  });

  it('rule 9: a partial last line is skipped, a complete one without a line break counts', () => {
    const last = assistantLine({ id: 'msg_b', usage: usage(7, 0, 0, 1) });
    const whole = `${call}\n${last}`;
    deepStrictEqual(figures(feedText(claudeCodeReader, whole)), [7, 1]);
    deepStrictEqual(figures(feedText(claudeCodeReader, whole.slice(0, -1))), [3210, 40]);
  });

  it('rule 10: malformed lines, unknown types and lines that are no objects are skipped', () => {
    const strange = ['{"assistant":', '["assistant"]', '"assistant"', 'null', '', '\u0000', '12 "assistant"'];
    const wrong = [
      line({ type: 'assistant' }),
      line({ type: 'assistant', message: 'text' }),
      line({ type: 'assistant', message: { usage: null } }),
      line({ type: 'invented', note: '"assistant"' }),
      ...OTHER_TYPES.map((type) =>
        line({ type, message: { usage: usage(7, 7, 7, 7) }, note: '"assistant"' }),
      ),
    ];
    deepStrictEqual(figures(read(call, ...strange, ...wrong)), [3210, 40]);
    deepStrictEqual(figures(read(`\uFEFF${call}\r`)), [3210, 40], 'byte order mark and CRLF');
  });

  it('rule 11: nothing is carried from one file to the next', () => {
    read(call);
    deepStrictEqual(read(), EMPTY_TRANSCRIPT);
    strictEqual(isSettled(EMPTY_TRANSCRIPT), false);
  });

  it('an automatic boundary tells where it compacts, unless it was idle, unclear, or later exceeded', () => {
    const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 2, 3, minutes)).toISOString();
    const call = (id: string, tokens: number, minutes: number): string =>
      assistantLine({ id, usage: usage(0, 0, tokens, 50), timestamp: at(minutes) });
    const point = (...lines: readonly string[]): number | null => read(...lines).autoCompactedAt;
    const before = call('a', 167_300, 0);
    strictEqual(point(before, boundaryLine('auto', 167_350, at(2))), 167_350);
    strictEqual(point(before, boundaryLine('auto', 167_350, at(54))), null, 'idle');
    strictEqual(point(boundaryLine('auto', 167_350, at(2))), null, 'the call before it was not read');
    const compacted = [before, boundaryLine('auto', 167_350, at(2))];
    strictEqual(point(...compacted, call('b', 30_000, 3), call('c', 167_351, 4)), null, 'exceeded');
    strictEqual(point(...compacted, call('b', 30_000, 3), call('c', 160_000, 4)), 167_350);
  });

  it('rule 12: the model of the last call counts, and another model starts over', () => {
    const large = assistantLine({ id: 'msg_l', model: 'claude-opus-4-6', usage: usage(1, 0, 499_999, 1) });
    const small = assistantLine({ id: 'msg_s', model: 'claude-sonnet-4-6', sessionId: 'second' });
    const before = read(large, boundaryLine('auto', 600_000));
    deepStrictEqual([before.mostTokens, before.autoCompactedAt], [600_000, 600_000]);
    const after = claudeCodeReader.feed(before, small);
    deepStrictEqual(
      [after.model, after.sessionId, after.mostTokens, after.autoCompactedAt],
      ['claude-sonnet-4-6', 'second', 3210, null],
    );
  });
});
