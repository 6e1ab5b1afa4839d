/** Qwen Code's input to its status line. Source: Qwen Code 0.24.4, and its documentation from 0.14 on. */

import { asFields, asText, asTokens, parseObject } from '../../json-fields.ts';
import type { StatusLine } from '../../meter/status-line.ts';
import { TokenFigures } from '../../meter/token-figures.ts';

/**
 * Parses the input of Qwen Code's status line, which has the prompt of the last call as one number. Never throws.
 *
 * @param at when it was stored (ISO 8601)
 * @returns null if it isn't such a document
 */
export function parseQwenCodeStatusLine(text: string, at: string): StatusLine | null {
  const fields = parseObject(text);
  const sessionId = asText(fields?.session_id);
  const context = asFields(fields?.context_window);
  if (fields === null || sessionId === null || typeof context?.current_usage !== 'number') return null;
  const figures = new TokenFigures();
  const tokens = figures.required(context, 'current_usage');
  const { noCount } = figures;
  return {
    sessionId,
    model: asText(asFields(fields.model)?.display_name),
    version: asText(fields.version),
    // None before the first call.
    tokens: noCount === null && tokens > 0 ? tokens : null,
    outputTokens: null,
    noCount,
    window: asTokens(context.context_window_size) || null,
    costUsd: null,
    rateLimits: null,
    at,
  };
}
