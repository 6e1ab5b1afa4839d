/** Decides whether the end of a session requires a handoff ("generate handoff if needed"). */

import { isWarningLevel } from '../meter/levels.ts';
import type { Reading } from '../meter/reading.ts';
import type { EventType, WorkflowEvent } from '../workflow/events.ts';

/**
 * Tests whether the newest handoff is incomplete: there is none, the workflow has changed since, or the session
 * continued after it with a nearly full window (what it did then is in git, but not in the state).
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

/**
 * Lists what was recorded after the newest handoff, oldest first: what a new handoff would contain in addition.
 *
 * @param events of the journal, oldest first
 */
export function recordedSince(events: readonly WorkflowEvent[]): readonly EventType[] {
  const newest = events.findLastIndex(({ type }) => type === 'handoff.created');
  const later = events.slice(newest + 1).map(({ type }) => type);
  // Pausing and resuming don't change the work.
  return later.filter((type) => !type.startsWith('session.') && type !== 'workflow.statusSet');
}

/** The start, compaction, and end of sessions don't change a handoff's content. */
function isChange({ type }: WorkflowEvent): boolean {
  return type !== 'session.started' && type !== 'session.compacted' && type !== 'session.ended';
}
