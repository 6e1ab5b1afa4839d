/** Whether a session's end calls for a handoff ("generate handoff if needed"). */

import { isWarningLevel } from '../meter/levels.ts';
import type { Reading } from '../meter/reading.ts';
import type { WorkflowEvent } from '../workflow/events.ts';

/**
 * Due where the newest handoff doesn't tell everything: there is none, the workflow changed since, or the session
 * went on after it with a nearly full window (what it did then is in no file of the state, but in git's).
 *
 * @param events of the journal, oldest first
 * @param reading the session's last one
 */
export function isHandoffDue(
  events: readonly WorkflowEvent[],
  reading: Pick<Reading, 'level' | 'at'>,
): boolean {
  const newest = events.findLastIndex(({ type }) => type === 'handoff.created');
  const handoff = events[newest];
  if (handoff === undefined) return true;
  if (events.slice(newest + 1).some(isChange)) return true;
  const isNearlyFull = isWarningLevel(reading.level) && reading.level !== 'warning';
  return isNearlyFull && reading.at !== null && Date.parse(reading.at) > Date.parse(handoff.at);
}

/** That sessions come, are compacted and go changes nothing that a handoff tells. */
function isChange({ type }: WorkflowEvent): boolean {
  return type !== 'session.started' && type !== 'session.compacted' && type !== 'session.ended';
}
