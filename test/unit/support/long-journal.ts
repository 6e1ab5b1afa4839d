/** A journal of any length, from a workflow with many checks and rejections. */

import { encodeEvent } from '../../../src/core/journal/journal-format.ts';
import { eventOf } from './workflows.ts';

/** The journal of workflow `wf-001`, with that many events. */
export function longJournal(events: number): string {
  const data = { id: 'wf-001', name: 'Bench', task: 'Bench', feature: 'bench', preset: 'full' as const };
  const first = eventOf(
    { type: 'workflow.started', data: { ...data, agents: [], branch: null, patterns: [] } },
    1,
  );
  const rest = Array.from({ length: events - 1 }, (_, index) => {
    const seq = index + 2;
    if (seq % 4 === 0) return eventOf({ type: 'phase.rejected', data: { step: '1', reason: 'again' } }, seq);
    if (seq % 4 === 1) return eventOf({ type: 'phase.submitted', data: { step: '1' } }, seq);
    const check = { step: '1', command: 'npm test', exitCode: seq % 2, commit: null } as const;
    return eventOf({ type: 'check.recorded', data: check }, seq);
  });
  return [first, ...rest].map((event) => encodeEvent({ ...event, workflow: 'wf-001' })).join('');
}
