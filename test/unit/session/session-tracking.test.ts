import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type { Reading } from '../../../src/core/meter/reading.ts';
import { peakOf, trackSession } from '../../../src/core/session/session-tracking.ts';
import type { TrackedSession } from '../../../src/core/session/session-tracking.ts';
import { reading } from '../meter/sample-reading.ts';

/** What the steps over some readings tell. */
function story(readings: readonly (Reading | null)[]): readonly string[] {
  let tracked: TrackedSession | null = null;
  return readings.flatMap((one) => {
    const step = trackSession(tracked, one);
    tracked = step.tracked;
    const { ended } = step;
    return [
      ...(ended === null ? [] : [`end ${ended.id} ${String(ended.model)} ${String(ended.peakTokens)}`]),
      ...(step.isNew ? [`start ${step.tracked?.id ?? ''}`] : []),
    ];
  });
}

describe('tracking of agent sessions', () => {
  it('tells one start and one end, with the largest reading', () => {
    deepStrictEqual(
      story([
        reading({ tokens: null, model: null }),
        reading({ tokens: 90_000 }),
        reading({ tokens: 20_000 }),
        reading({ tokens: 30_000, live: false }),
        reading({ tokens: 30_000, live: false }),
        null,
      ]),
      [
        'start first',
        'end first claude-opus-4-5-20251101 90000',
        // A window that finds an ended session has seen nothing of it but this.
        'end first claude-opus-4-5-20251101 30000',
      ],
    );
  });

  it('ends a session whose place another takes, and one that is gone', () => {
    deepStrictEqual(story([reading({}), reading({ sessionId: 'second', tokens: 5 }), null]), [
      'start first',
      'end first claude-opus-4-5-20251101 152000',
      'start second',
      'end second claude-opus-4-5-20251101 5',
    ]);
  });

  it('knows no session from an estimate or a reported number', () => {
    deepStrictEqual(
      story([reading({ source: 'estimate' }), reading({ source: 'reported' }), reading({ sessionId: null })]),
      [],
    );
  });

  it('counts what stood in the window before a compaction', () => {
    const compactions = [
      { trigger: 'auto', preTokens: 167_000, tokensBefore: 166_000 },
      { trigger: 'manual', preTokens: null, tokensBefore: 170_000 },
    ] as const;
    strictEqual(peakOf({ tokens: 40_000, compactions }, 100), 170_000);
    strictEqual(peakOf({ tokens: null, compactions: [] }, null), null);
  });
});
