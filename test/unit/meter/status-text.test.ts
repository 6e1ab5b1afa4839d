import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { groupThousands, shortTokens } from '../../../src/core/meter/format-tokens.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { Reading, ReadingFacts } from '../../../src/core/meter/reading.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { LEVELS, reading } from './sample-reading.ts';

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
      text: '$(warning) 152K 76%',
      severity: 'warning',
      label: 'Context window: 152,000 of 200,000 tokens used, 76 percent, warning',
      tooltip: [
        '**152,000** of 200,000 tokens (76%)',
        "Source: the agent's transcript",
        'Read: 5 min ago',
        'Agent: claude-code',
        'Model: claude-opus-4-5-20251101',
        'Session: first (live)',
        'Window: 200,000 tokens, from the model',
        'Compacts automatically at 167,000 tokens; the levels are set to be reached first',
        'Warning at 150,000 tokens, reached',
        'Handoff suggested at 157,000 tokens, 5,000 to go',
        'Handoff required at 163,000 tokens, 11,000 to go',
      ],
    });
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
        ['$(pulse) no session', 'Context window: no agent session found in this folder'],
        ['$(pulse) no call yet', 'Context window: no calls in the agent session yet'],
        ['$(pulse) unknown', 'Context window: unknown, the agent recorded an invalid token count'],
        ['$(pulse) compacted', 'Context window: compacted, waiting for the next call'],
        [
          '$(warning) 152K 76% ended',
          'Context window when the session ended: 152,000 of 200,000 tokens used, 76 percent, warning',
        ],
        ['$(warning) 152K 76%', 'Context window: 152,000 of 200,000 tokens used, 76 percent, warning'],
        [
          '$(warning) 152K 76% 1h ago',
          'Context window 1 h ago: 152,000 of 200,000 tokens used, 76 percent, warning',
        ],
        [
          '$(warning) 152K 76% 26h ago',
          'Context window 26 h ago: 152,000 of 200,000 tokens used, 76 percent, warning',
        ],
        ['$(warning) 152K 76%', 'Context window: 152,000 of 200,000 tokens used, 76 percent, warning'],
        [
          '$(warning) ~152K ~76%',
          'Context window: about 152,000 of 200,000 tokens used, about 76 percent, warning',
        ],
        ['$(error) 181K 91%', 'Context window: 181,000 of 200,000 tokens used, 91 percent, handoff required'],
        ['$(pulse) 900 0%', 'Context window: 900 of 200,000 tokens used, 0 percent'],
        [
          '$(warning) 170K 85%',
          'Context window: 170,000 of 200,000 tokens used, 85 percent, handoff suggested',
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
    const cost = 'Session cost, as reported by the agent: 1.26 US dollars';
    deepStrictEqual(
      [of({}), of(all), of(all, true), of({ rateLimits: { fiveHour: sevenDay, sevenDay: fiveHour } })],
      [
        [],
        ['Plan, 5 hours: 34% used, resets at <2026-01-02T05:00:00.000Z>', 'Plan, 7 days: 41% used', cost],
        [cost],
        ['Plan, 5 hours: 41% used', 'Plan, 7 days: 34% used, resets at <2026-01-02T05:00:00.000Z>'],
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
