/** What `meter` prints. */

import { groupThousands } from '../core/meter/format-tokens.ts';
import type { Reading } from '../core/meter/reading.ts';

/** The `--json` output without a session: every figure is unknown, none is 0. */
const NO_READING = {
  agent: null,
  sessionId: null,
  model: null,
  source: null,
  tokens: null,
  outputTokens: null,
  window: null,
  windowSource: null,
  compactsAt: null,
  percent: null,
  level: 'unknown',
  live: false,
  at: null,
  compactions: [],
  forecast: null,
  turnsLeft: null,
  costUsd: null,
  rateLimits: null,
  noCount: null,
} as const;

/** Returns the fields of `meter --json`: null for what is absent or unknown. */
export function readingFields(reading: Reading | null): object {
  if (reading === null) return NO_READING;
  const { forecast = null, turnsLeft = null, costUsd = null, rateLimits = null, noCount = null } = reading;
  return { ...reading, forecast, turnsLeft, costUsd, rateLimits, noCount };
}

/** Formats a reading as one line. */
export function readingLine(reading: Reading | null): string {
  if (reading === null) return 'no agent session found for this folder';
  const { tokens, window, windowSource, percent, level, source, agent, model, live, noCount } = reading;
  if (noCount !== undefined)
    return `${agent ?? 'agent'}: ${level}, because '${noCount}' of its last call isn't a token count`;
  if (tokens === null || window === null) return `${agent ?? 'agent'}: ${level}`;
  const mark = source === 'estimate' ? '~' : '';
  const figures = `${mark}${groupThousands(tokens)} of ${groupThousands(window)} tokens (${percent ?? 0}%)`;
  const whose = [agent, model].filter((part) => part !== null).join(', ');
  const age = source === 'transcript' && !live ? ', session ended' : '';
  const size = windowSource === 'assumed' ? ', window assumed' : '';
  return `${figures}${size}, ${level}, from ${source}${whose === '' ? '' : ` of ${whose}`}${age}`;
}
