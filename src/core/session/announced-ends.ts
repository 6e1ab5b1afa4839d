/**
 * Session ends that were announced to the person, or needn't be: stored with the shown levels, so that only one
 * window announces each.
 */

import type { CurrentSession } from './current-session.ts';

/**
 * Marks a session's end as announced.
 *
 * @param now ISO 8601, UTC
 * @returns the same object if it was already announced
 */
export function withEndAnnounced(session: CurrentSession, sessionId: string, now: string): CurrentSession {
  const key = `end:${sessionId}`;
  if (session.shown[key] !== undefined) return session;
  return { ...session, shown: { ...session.shown, [key]: { levels: [], at: now } } };
}
