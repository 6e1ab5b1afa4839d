import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { groupThousands, shortTokens } from '../../../src/core/meter/format-tokens.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { Reading, ReadingFacts } from '../../../src/core/meter/reading.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { LEVELS, reading } from './sample-reading.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';

const meterWord = wordsOf(METER_WORDS);

const NOW = Date.parse('2026-01-02T03:09:05.678Z');

function shown(
  changed: Partial<ReadingFacts> | null,
): Record<'text' | 'severity' | 'label', string> & { tooltip: string[] } {
  const status = statusText({ reading: changed === null ? null : reading(changed), rules: LEVELS, now: NOW });
  return {
    text: phraseText(status.text),
    severity: status.severity,
    label: status.label.map(phraseText).join(', '),
    tooltip: status.tooltip.map(phraseText),
  };
}

describe('status text', () => {
  it('of a live session: text, severity, label and every fact of the tooltip', () => {
    deepStrictEqual(shown({ compactsAt: 167_000 }), {
      text: meterWord('status-known', { icon: '$(warning)', tokens: '152K', percent: 76 }),
      severity: 'warning',
      label: `${meterWord('label-known', { tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
      tooltip: [
        meterWord('tooltip-tokens', { tokens: '152,000', window: '200,000', percent: 76 }),
        meterWord('source-transcript'),
        meterWord('age-minutes', { minutes: 5 }),
        meterWord('agent', { agent: 'claude-code' }),
        meterWord('model', { model: 'claude-opus-4-5-20251101' }),
        meterWord('session-live', { session: 'first' }),
        meterWord('window-model', { window: '200,000' }),
        meterWord('compacts-at', { tokens: '167,000' }),
        meterWord('level-warning-reached', { threshold: '150,000' }),
        meterWord('level-suggest-in', { threshold: '157,000', tokens: '5,000' }),
        meterWord('level-force-in', { threshold: '163,000', tokens: '11,000' }),
      ],
    });
  });

  it('in brief: a bar, what comes next and when, source and age, and what fills the window', () => {
    const fill = {
      tokens: 100,
      shares: { system: 20, files: 55, results: 0.4, conversation: 24.6 },
      items: [],
    };
    const brief = (changed: Partial<ReadingFacts>, more: Partial<Reading> = {}): string[] =>
      statusText({ reading: { ...reading(changed), ...more }, rules: LEVELS, now: NOW, fill }).brief.map(
        (parts) => parts.map(phraseText).join(', '),
      );
    const shown = [
      ['files', 55],
      ['conversation', 25],
      ['system', 20],
    ] as const;
    const filled = shown.map(([kind, percent]) => meterWord(`fill-${kind}`, { percent })).join(', ');
    const source = `${meterWord('from-transcript')}, ${meterWord('minutes-ago', { minutes: 5 })}`;
    const turns = { typical: 12, low: 9, high: 20 };
    deepStrictEqual(
      [
        brief(
          { tokens: 50_000 },
          { forecast: { level: 'warning', turns, minutes: null, isEarly: false } as never },
        ),
        brief({ tokens: 190_000, compactsAt: 195_000 }, { turnsLeft: 1 }),
        brief({ isCompacted: true, tokens: null }),
      ],
      [
        [
          meterWord('tooltip-tokens', { tokens: '50,000', window: '200,000', percent: 25 }),
          '█████░░░░░░░░░░░░░░░',
          `${meterWord('ahead-warning', { tokens: '100K' })}, ${meterWord('about-turns', { turns: 12 })}`,
          source,
          filled,
        ],
        [
          meterWord('tooltip-tokens', { tokens: '190,000', window: '200,000', percent: 95 }),
          '███████████████████░',
          `${meterWord('ahead-compacts', { tokens: '5K' })}, ${meterWord('about-turn')}`,
          source,
          filled,
        ],
        [meterWord('tooltip-compacted'), source],
      ],
    );
  });

  it('of every state', () => {
    const states: readonly (Partial<ReadingFacts> | null)[] = [
      null,
      { tokens: null, window: null },
      { tokens: null, noCount: 'input_tokens' },
      { isCompacted: true },
      { live: false },
      { live: true, at: '2026-01-02T02:09:05.679Z' },
      { live: true, at: '2026-01-02T02:09:05.678Z' },
      { source: 'reported', live: false, at: '2026-01-01T01:00:00.000Z' },
      { source: 'statusline' },
      { source: 'estimate', live: false },
      { source: 'reported', live: false, tokens: 181_000 },
      { tokens: 900 },
      { tokens: 170_000 },
    ];
    deepStrictEqual(
      states.map((state) => shown(state)).map(({ text, label }) => [text, label]),
      [
        [meterWord('status-unknown'), meterWord('label-unknown')],
        [meterWord('status-waiting'), meterWord('label-waiting')],
        [meterWord('status-unclear'), meterWord('label-unclear')],
        [meterWord('status-compacted'), meterWord('label-compacted')],
        [
          meterWord('status-ended', { icon: '$(warning)', tokens: '152K', percent: 76 }),
          `${meterWord('label-ended', { tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
        ],
        [
          meterWord('status-known', { icon: '$(warning)', tokens: '152K', percent: 76 }),
          `${meterWord('label-known', { tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
        ],
        [
          meterWord('status-stale', { icon: '$(warning)', tokens: '152K', percent: 76, hours: 1 }),
          `${meterWord('label-stale', { hours: 1, tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
        ],
        [
          meterWord('status-stale', { icon: '$(warning)', tokens: '152K', percent: 76, hours: 26 }),
          `${meterWord('label-stale', { hours: 26, tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
        ],
        [
          meterWord('status-known', { icon: '$(warning)', tokens: '152K', percent: 76 }),
          `${meterWord('label-known', { tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
        ],
        [
          meterWord('status-estimated', { icon: '$(warning)', tokens: '152K', percent: 76 }),
          `${meterWord('label-estimated', { tokens: '152,000', window: '200,000', percent: 76 })}, ${meterWord('label-warning')}`,
        ],
        [
          meterWord('status-known', { icon: '$(error)', tokens: '181K', percent: 91 }),
          `${meterWord('label-known', { tokens: '181,000', window: '200,000', percent: 91 })}, ${meterWord('label-force')}`,
        ],
        [
          meterWord('status-known', { icon: '$(pulse)', tokens: '900', percent: 0 }),
          meterWord('label-known', { tokens: 900, window: '200,000', percent: 0 }),
        ],
        [
          meterWord('status-known', { icon: '$(warning)', tokens: '170K', percent: 85 }),
          `${meterWord('label-known', { tokens: '170,000', window: '200,000', percent: 85 })}, ${meterWord('label-suggest')}`,
        ],
      ],
    );
  });

  it('tells the limits of the plan, rounded down, and the cost, as far as they are known', () => {
    const of = (told: Pick<Reading, 'rateLimits' | 'costUsd'>, isListed = false): readonly string[] =>
      statusText({
        reading: { ...reading(), ...told },
        rules: LEVELS,
        now: NOW,
        timeText: isListed ? null : (at) => `<${at}>`,
      })
        .tooltip.map(phraseText)
        .filter((line) => /Plan|cost/.test(line));
    const fiveHour = { usedPercent: 34.9, resetsAt: '2026-01-02T05:00:00.000Z' };
    const sevenDay = { usedPercent: 41, resetsAt: null };
    const all = { rateLimits: { fiveHour, sevenDay }, costUsd: 1.256 };
    const cost = meterWord('cost', { dollars: '1.26' });
    deepStrictEqual(
      [of({}), of(all), of(all, true), of({ rateLimits: { fiveHour: sevenDay, sevenDay: fiveHour } })],
      [
        [],
        [
          meterWord('plan-five-hour-resets', { percent: 34, time: '<2026-01-02T05:00:00.000Z>' }),
          meterWord('plan-seven-day', { percent: 41 }),
          cost,
        ],
        [cost],
        [
          meterWord('plan-five-hour', { percent: 41 }),
          meterWord('plan-seven-day-resets', { percent: 34, time: '<2026-01-02T05:00:00.000Z>' }),
        ],
      ],
    );
  });

  it('carries the banner from the warning on', () => {
    const of = (tokens: number): string =>
      statusText({ reading: reading({ tokens }), rules: LEVELS, now: NOW }).banner;
    strictEqual(of(149_999), '');
    strictEqual(of(150_000).split('\n')[1], '⚠️  TOKEN WARNING - 75% Context Used');
  });

  it('groups and shortens figures the same way everywhere', () => {
    deepStrictEqual([0, 999, 1000, 1_234_567].map(groupThousands), ['0', '999', '1,000', '1,234,567']);
    deepStrictEqual([0, 999, 1000, 152_999, 1_000_000, 1_048_576].map(shortTokens), [
      '0',
      '999',
      '1K',
      '152K',
      '1M',
      '1048K',
    ]);
  });
});
