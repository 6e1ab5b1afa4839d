/** Claude Code's input to its status line. Source: its status line documentation. */

import { asFields, asText, asTokens, type Fields, parseObject } from '../../json-fields.ts';
import type { PlanLimit, PlanLimits } from '../../meter/plan-limits.ts';
import type { StatusLine } from '../../meter/status-line.ts';
import { cacheCounts } from './cache-counts.ts';
import { TokenFigures } from '../../meter/token-figures.ts';

/**
 * Parses the input of Claude Code's status line. Never throws.
 *
 * @param at when it was stored (ISO 8601)
 * @returns null if it isn't such a document
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
  const input = figures.required(usage, 'input_tokens');
  const { creation, read } = cacheCounts(figures, usage);
  const tokens = figures.sum(input, creation, read);
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
