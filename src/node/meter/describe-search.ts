/** Describes a search for the session at work, as lines for the log and the diagnostics. */

import type { SessionReason, ExaminedSession } from './find-session.ts';
import type { SessionSearch } from './follower.ts';

/** Maximum number of named sessions; the others were active before all of these. */
const MAX_NAMED = 8;

const REASONS: Readonly<Record<SessionReason, string>> = {
  'process-alive': 'its process is running',
  'grew-recently': 'its transcript grew within 10 minutes',
  asks: 'it waits for a person',
  ended: 'it has ended',
  'other-folder': 'its lines contain another folder',
  'name-only': "no line contains its folder; only the name of the transcript's folder matches",
};

/**
 * The choice, then each session that was checked, best first, and the reason for its place. The same result gives the
 * same lines: nothing depends on the time alone.
 */
export function describeSearch({
  folder,
  transcript,
  sessions,
  compressed,
}: SessionSearch): readonly string[] {
  const choice = transcript === null ? 'no session' : `the session in ${transcript}`;
  const looked = `checked ${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}`;
  const named = sessions.slice(0, MAX_NAMED);
  const rest = sessions.length - named.length;
  return [
    `${folder}: ${choice} (${looked})`,
    ...named.map((session) => `  ${lineOf(session, transcript)}`),
    ...(rest === 0 ? [] : [`  and ${rest} more, active longer ago`]),
    ...(compressed === 0 ? [] : [`  skipped: ${compressed} compressed (.zst), which can't be read here`]),
  ];
}

function lineOf(session: ExaminedSession, chosen: string | null): string {
  const { agent, sessionId, transcript, hasTranscript, pid, reason } = session;
  const mark = transcript === chosen ? 'chosen' : 'skipped';
  const process = pid === null ? '' : ` (${pid})`;
  const file = hasTranscript ? transcript : `${transcript}, not written yet`;
  return `${mark}: ${agent} ${sessionId}, ${REASONS[reason]}${process}: ${file}`;
}
