import { deepStrictEqual } from 'node:assert/strict';

import { timelineOfEvents } from '../../../src/core/picture/timeline-data.ts';
import { eventOf, started } from '../support/workflows.ts';

describe('phases over time', () => {
  it('are those of a journal of any length', () => {
    const data = { path: 'h.md', phase: '1', commit: null, branch: null, files: {}, session: null };
    const events = Array.from({ length: 150_000 }, (_, index) =>
      eventOf({ type: 'handoff.created', data }, index + 2),
    );
    const { marks, from, to } = timelineOfEvents(started(), events, 0);
    deepStrictEqual(
      [marks.length, from, to],
      [150_000, Date.parse(events[0]?.at ?? ''), Date.parse(events.at(-1)?.at ?? '')],
    );
  });
});
