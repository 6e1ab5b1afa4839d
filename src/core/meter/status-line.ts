/** What an agent hands to its status line, stored by Ninefold's bridge, and how it is weighed against the transcript. */

import { limitsThatHold, type PlanLimits } from './plan-limits.ts';
import type { Reading } from './reading.ts';

export interface StatusLine {
  readonly sessionId: string;
  /** Model id; may end in `[1m]`, which the transcript leaves out. */
  readonly model: string | null;
  readonly version: string | null;
  /** Occupied context in tokens; null before the first call and after a compaction. */
  readonly tokens: number | null;
  readonly outputTokens: number | null;
  /** Name of the figure that isn't a count, because of which the tokens are null; null where all are counts. */
  readonly noCount: string | null;
  readonly window: number | null;
  /** Cost of the session in US dollars by the agent's own count. */
  readonly costUsd: number | null;
  /** Null where the agent or the account has none. */
  readonly rateLimits: PlanLimits | null;
  /** When it was stored (ISO 8601). */
  readonly at: string;
}

/** A status line drawn longer ago than this gives way to a transcript that went on. */
const FRESH_MILLISECONDS = 60_000;

/** Whether two ids name one model: a status line may add the window to it (`…[1m]`), a transcript doesn't. */
export function isSameModel(one: string | null, other: string | null): boolean {
  const bare = (id: string): string => id.toLowerCase().replace(/\[[^\]]*\]$/, '');
  return one !== null && other !== null && bare(one) === bare(other);
}

/**
 * The better of a session's two readings: the status line's, unless it knows nothing, belongs to another session, or
 * is over: a compaction came after it, or it is older than a minute and the transcript went on.
 *
 * @param now milliseconds since the epoch
 */
export function sessionReading(statusline: Reading | null, transcript: Reading, now: number): Reading {
  if (statusline === null) return transcript;
  const isUnclear = statusline.noCount !== undefined && transcript.level === 'unknown';
  if (statusline.level === 'unknown') return isUnclear ? statusline : transcript;
  if (statusline.sessionId !== transcript.sessionId) return transcript;
  const drawn = Date.parse(statusline.at ?? '');
  const isBehind = transcript.at !== null && drawn < Date.parse(transcript.at);
  const isOver = transcript.level === 'compacted' || now - drawn > FRESH_MILLISECONDS;
  return isBehind && isOver ? transcript : statusline;
}

/**
 * Adds what only a status line tells, whichever source the tokens are of: the cost of the session and the plan's limits.
 * Nothing is added where it belongs to another session.
 *
 * @param now milliseconds since the epoch
 */
export function withStatusLine(reading: Reading, statusLine: StatusLine, now: number): Reading {
  if (statusLine.sessionId !== reading.sessionId) return reading;
  const { costUsd, at } = statusLine;
  const rateLimits = limitsThatHold(statusLine.rateLimits, at, now);
  return {
    ...reading,
    ...(costUsd === null ? {} : { costUsd }),
    ...(rateLimits === null ? {} : { rateLimits }),
  };
}
