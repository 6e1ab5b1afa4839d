/** Whose end the person was told of, or needn't be: kept beside the levels shown, so that only one window says it. */

import type { CurrentSession } from './current-session.ts';

/** @param now ISO 8601, UTC @returns the very object that came in where it was told already */
export function withEndAnnounced(session: CurrentSession, sessionId: string, now: string): CurrentSession {
  const key = `end:${sessionId}`;
  if (session.shown[key] !== undefined) return session;
  return { ...session, shown: { ...session.shown, [key]: { levels: [], at: now } } };
}
