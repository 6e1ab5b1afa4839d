import { deepStrictEqual } from 'node:assert/strict';

import type { SpentCall } from '../../../src/core/meter/spending.ts';
import type { WorkflowTimeline } from '../../../src/core/usage/timeline.ts';
import { usageReport } from '../../../src/core/usage/usage-report.ts';
import type { TranscriptCalls, UsageShare } from '../../../src/core/usage/usage-report.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString();
const time = (minute: number): number => Date.parse(at(minute));

/** In phase 1 to minute 10, in phase 2 since. */
const TIMELINE: WorkflowTimeline = {
  workflow: 'shop',
  spans: [
    { step: '1', from: time(0), until: time(10) },
    { step: '2', from: time(10), until: Infinity },
  ],
  sessions: new Map(),
  touched: [],
};

function call(
  id: string | null,
  minute: number,
  context: number,
  changed: Partial<SpentCall> = {},
): SpentCall {
  const spent = { input: 1, cacheCreation: 10, cacheRead: context - 11, output: 5 };
  return { id, at: at(minute), model: 'opus', isSubagent: false, spent, context, ...changed };
}

const transcript = (sessionId: string, calls: readonly SpentCall[], isSubagent = false): TranscriptCalls => ({
  agent: 'claude-code',
  sessionId,
  isSubagent,
  calls,
});

const report = (...transcripts: readonly TranscriptCalls[]): ReturnType<typeof usageReport> =>
  usageReport('shop', [TIMELINE], transcripts);

/** Calls, context, output, processed. */
const own = ({ own: { calls, context, output, processed } }: UsageShare): readonly number[] => [
  calls,
  context,
  output,
  processed,
];

describe('what a workflow cost', () => {
  it('is nothing without calls, and what was spent before it began isn’t its own', () => {
    const none = report(transcript('s', [call('m', -5, 900)]));
    deepStrictEqual([none.steps, none.sessions, none.models, own(none)], [[], [], [], [0, 0, 0, 0]]);
  });

  it('leaves out a call whose figures are no counts, and counts it apart', () => {
    const unknown = { spent: null, context: null };
    const told = report(
      transcript('s', [
        call('a', 1, 20_000),
        call('b', 2, 0, unknown),
        call('f', 3, 25_000),
        call('c', 4, 0, unknown),
        call('d', 5, 26_000),
      ]),
      transcript('s', [call('e', 6, 0, unknown)], true),
    );
    deepStrictEqual(own(told), [3, 26_000, 15, 71_015]);
    deepStrictEqual([told.own.unknown, told.subagents.unknown, told.subagents.calls], [2, 1, 0]);
  });

  it('is added up by step, session and model; context counts rises, a fall counts nothing', () => {
    const { steps, sessions, models, ...total } = report(
      transcript('s', [
        call('a', 1, 20_000),
        call('b', 2, 30_000),
        call('c', 11, 150_000, { model: 'sonnet' }),
        call('d', 12, 25_000),
        call('e', 13, 27_000),
      ]),
    );
    deepStrictEqual(
      steps.map((step) => [step.step, ...own(step)]),
      [
        ['1', 2, 30_000, 10, 50_010],
        ['2', 3, 122_000, 15, 202_015],
      ],
    );
    deepStrictEqual(
      sessions.map(({ sessionId, from, until, steps: worked }) => [sessionId, from, until, worked]),
      [['s', at(1), at(13), ['1', '2']]],
    );
    deepStrictEqual(
      models.map((model) => [model.model, ...own(model)]),
      [
        ['sonnet', 1, 120_000, 5, 150_005],
        ['opus', 4, 32_000, 20, 102_020],
      ],
    );
    deepStrictEqual(own(total), [5, 152_000, 25, 252_025]);
  });

  it('counts sub-agents apart, in a transcript of their own or within their parent’s, and no context for them', () => {
    const { sessions, ...total } = report(
      transcript('s', [
        call('a', 1, 20_000),
        call('side', 2, 90_000, { isSubagent: true }),
        call('b', 3, 21_000),
      ]),
      transcript('s', [call('sub', 4, 50_000)], true),
    );
    deepStrictEqual(
      [own(total), total.subagents.calls, total.subagents.context],
      [[2, 21_000, 10, 41_010], 2, 0],
    );
    deepStrictEqual([sessions.length, sessions[0]?.subagents.processed], [1, 140_010]);
  });

  it('counts a call that a fork copied once, where it was first made; its figures are the fullest', () => {
    const copied = call('a', 8, 20_000, {
      spent: { input: 1, cacheCreation: 10, cacheRead: 19_989, output: 700 },
    });
    const forked = transcript('fork', [copied, call('c', 12, 22_000)]);
    const original = transcript('s', [call('a', 1, 20_000)]);
    const { steps, sessions } = report(forked, original);
    deepStrictEqual(
      steps.map((step) => [step.step, ...own(step)]),
      [
        ['1', 1, 20_000, 700, 20_700],
        ['2', 1, 2_000, 5, 22_005],
      ],
    );
    deepStrictEqual(
      sessions.map((session) => [session.sessionId, session.own.calls]),
      [
        ['s', 1],
        ['fork', 1],
      ],
    );
  });

  it('takes each record without an id for a call, and leaves out one without a time', () => {
    const total = report(
      transcript('s', [call(null, 1, 100), call(null, 1, 100), call('x', 1, 100, { at: null })]),
    );
    deepStrictEqual(own(total), [2, 100, 10, 210]);
  });
});
