import { deepStrictEqual } from 'node:assert/strict';

import { isHandoffDue } from '../../../src/core/handoff/handoff-due.ts';
import type { NewEvent } from '../../../src/core/workflow/events.ts';
import { reading } from '../meter/sample-reading.ts';
import { eventOf } from '../support/workflows.ts';

const RENAMED: NewEvent = { type: 'workflow.renamed', data: { name: 'Sign in' } };
const STARTED: NewEvent = { type: 'session.started', data: { id: 's', agent: 'claude-code', model: null } };
const COMPACTED: NewEvent = { type: 'session.compacted', data: { id: 's', trigger: 'auto' } };
const ENDED: NewEvent = { type: 'session.ended', data: { id: 's', model: null, peakTokens: 5 } };
const HANDOFF: NewEvent = {
  type: 'handoff.created',
  data: { path: 'h.md', phase: '1', commit: null, branch: null, files: {}, session: null },
};

describe('a handoff at the end of a session', () => {
  const low = { level: 'normal', at: '2027-01-01T00:00:00.000Z' } as const;

  function due(newEvents: readonly NewEvent[], last: Parameters<typeof isHandoffDue>[1] = low): boolean {
    return isHandoffDue(
      newEvents.map((newEvent, index) => eventOf(newEvent, index + 1)),
      last,
    );
  }

  it('is due where there is none, or where the workflow changed since', () => {
    deepStrictEqual(
      [
        due([RENAMED]),
        due([HANDOFF, RENAMED]),
        due([RENAMED, HANDOFF]),
        due([HANDOFF, STARTED, COMPACTED, ENDED]),
      ],
      [true, true, false, false],
    );
  });

  it('is due where the session went on after it with a nearly full window', () => {
    const before = '2026-01-01T00:00:00.000Z';
    const after = '2027-01-01T00:00:00.000Z';
    const tokens = 172_000;
    deepStrictEqual(
      [
        due([HANDOFF], reading({ tokens, at: after })),
        due([HANDOFF], reading({ tokens, at: before })),
        due([HANDOFF], reading({ tokens: 152_000, at: after })),
      ],
      [true, false, false],
    );
  });
});
