/**
 * What an agent hands to its status line, stored by Ninefold's bridge, and how it is weighed against the transcript.
 * Claude Code's form; source: its documentation of the status line.
 */

import { asFields, asText, asTokens, type Fields, parseObject } from '../json-fields.ts';
import { limitsThatHold, type PlanLimit, type PlanLimits } from './plan-limits.ts';
import type { Reading } from './reading.ts';
import { TokenFigures } from './token-figures.ts';

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

/**
 * Reads what Claude Code gave its status line. Never throws.
 *
 * @param at when it was stored (ISO 8601)
 * @returns null for what isn't such a document
 */
export function parseClaudeCodeStatusLine(text: string, at: string): StatusLine | null {
  const fields = parseObject(text);
  const sessionId = asText(fields?.session_id);
  if (fields === null || sessionId === null) return null;
  const context = asFields(fields.context_window);
  return {
    sessionId,
    model: asText(asFields(fields.model)?.id),
    version: asText(fields.version),
    ...usageOf(context ?? {}),
    window: asTokens(context?.context_window_size) || null,
    costUsd: asAmount(asFields(fields.cost)?.total_cost_usd),
    rateLimits: rateLimitsOf(asFields(fields.rate_limits)),
    at,
  };
}

/** Null before the first call and after a compaction. */
function usageOf(context: Fields): Pick<StatusLine, 'tokens' | 'outputTokens' | 'noCount'> {
  const figures = new TokenFigures();
  const usage = figures.group(context, 'current_usage');
  if (usage === null) return { tokens: null, outputTokens: null, noCount: figures.noCount };
  const output = figures.optional(usage, 'output_tokens');
  const tokens = figures.sum(
    figures.required(usage, 'input_tokens'),
    figures.optional(usage, 'cache_creation_input_tokens'),
    figures.optional(usage, 'cache_read_input_tokens'),
  );
  const { noCount } = figures;
  if (tokens === null || tokens === 0) return { tokens: null, outputTokens: null, noCount };
  return { tokens, outputTokens: usage.output_tokens === undefined ? null : output, noCount };
}

function rateLimitsOf(limits: Fields | null): PlanLimits | null {
  if (limits === null) return null;
  const fiveHour = rateLimitOf(asFields(limits.five_hour));
  const sevenDay = rateLimitOf(asFields(limits.seven_day));
  return fiveHour === null && sevenDay === null ? null : { fiveHour, sevenDay };
}

function rateLimitOf(limit: Fields | null): PlanLimit | null {
  const usedPercent = asAmount(limit?.used_percentage);
  return limit === null || usedPercent === null ? null : { usedPercent, resetsAt: asTime(limit.resets_at) };
}

function asAmount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Seconds since the epoch, or ISO 8601. */
function asTime(value: unknown): string | null {
  const time = typeof value === 'number' ? value * 1000 : Date.parse(asText(value) ?? '');
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}

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
