/**
 * Ends of sessions that an agent reported itself. An agent that records no process leaves nothing else that tells its
 * end: without the report, its transcript counts as live for minutes.
 */

import type { CurrentSession } from './current-session.ts';

export interface ReportedEnd {
  readonly sessionId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The oldest are dropped. */
const MAX_KEPT = 20;

/** Adds the end of a session. */
export function withEnd(session: CurrentSession, sessionId: string, at: string): CurrentSession {
  const { ended = [] } = withoutEnd(session, sessionId);
  return { ...session, ended: [...ended, { sessionId, at }].slice(-MAX_KEPT) };
}

/** Removes the end of a session that goes on. */
export function withoutEnd(session: CurrentSession, sessionId: string): CurrentSession {
  if (session.ended === undefined) return session;
  return { ...session, ended: session.ended.filter((end) => end.sessionId !== sessionId) };
}

/**
 * Tests whether a session ended and didn't go on since.
 *
 * @param lastAt time of its last call (ISO 8601); null if it made none
 */
export function isEndReported(
  ends: readonly ReportedEnd[],
  sessionId: string,
  lastAt: string | null,
): boolean {
  const end = ends.find((each) => each.sessionId === sessionId);
  return end !== undefined && (lastAt === null || Date.parse(end.at) >= Date.parse(lastAt));
}
