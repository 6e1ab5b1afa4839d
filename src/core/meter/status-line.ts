/** Data of an agent's status line, stored by Ninefold's bridge, and how it compares with the transcript. */

import { limitsThatHold, type PlanLimits } from './plan-limits.ts';
import type { Reading } from './reading.ts';
import type { TranscriptState } from './transcript-reader.ts';

export interface StatusLine {
  readonly sessionId: string;
  /** Model id; may end in `[1m]`, which the transcript omits. */
  readonly model: string | null;
  readonly version: string | null;
  /** Occupied context in tokens; null before the first call and after a compaction. */
  readonly tokens: number | null;
  readonly outputTokens: number | null;
  /** Name of the figure that isn't a valid count, because of which the tokens are null; null if all are valid. */
  readonly noCount: string | null;
  readonly window: number | null;
  /** Session cost in US dollars, as reported by the agent. */
  readonly costUsd: number | null;
  /** Null if the agent or the account has none. */
  readonly rateLimits: PlanLimits | null;
  /** When it was stored (ISO 8601). */
  readonly at: string;
}

/** An older status line yields to a transcript that continued. */
const FRESH_MILLISECONDS = 60_000;

/** Returns whether two ids name the same model: a status line may append the window (`…[1m]`), a transcript doesn't. */
export function isSameModel(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && bareModel(one) === bareModel(other);
}

/** @example bareModel('claude-opus-4-6[1m]') // 'claude-opus-4-6' */
export function bareModel(id: string): string {
  return id.toLowerCase().replace(/\[[^\]]*\]$/, '');
}

/**
 * Returns whether a status line still has the figures from before a compaction: it's drawn once more with them. Without
 * the call before it, any figures are from then, because there are none until the next call.
 */
export function isFromBeforeCompaction(
  { tokens }: StatusLine,
  { isCompacted, callBefore }: Pick<TranscriptState, 'isCompacted' | 'callBefore'>,
): boolean {
  return tokens !== null && (callBefore === null ? isCompacted : callBefore.tokens === tokens);
}

/**
 * Returns the better of a session's two readings: the status line's, unless it's empty, belongs to another session,
 * or is outdated: followed by a compaction, or older than a minute while the transcript continued.
 *
 * @param now milliseconds since the epoch
 * @param isStale whether the status line has figures from before a compaction
 */
export function sessionReading(
  statusline: Reading | null,
  transcript: Reading,
  now: number,
  isStale = false,
): Reading {
  if (statusline === null) return transcript;
  const isUnclear = statusline.noCount !== undefined && transcript.level === 'unknown';
  if (statusline.level === 'unknown') return isUnclear ? statusline : transcript;
  if (statusline.sessionId !== transcript.sessionId || isStale) return transcript;
  const drawn = Date.parse(statusline.at ?? '');
  const isBehind = transcript.at !== null && drawn < Date.parse(transcript.at);
  const isOver = transcript.level === 'compacted' || now - drawn > FRESH_MILLISECONDS;
  return isBehind && isOver ? transcript : statusline;
}

/**
 * Adds what only a status line contains, whatever the source of the tokens: session cost and plan limits. Adds
 * nothing if it belongs to another session.
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
