/** Reads fields of JSON from others: a value with an unexpected type counts as absent. */

import { parseJson } from './text/well-formed.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Parses a JSON object; null if the text isn't one (perhaps only because it is half written). */
export function parseObject(text: string): Fields | null {
  return asFields(parseValue(text));
}

/** Parses any JSON value, with well-formed texts; undefined if the text is invalid. */
export function parseValue(text: string): unknown {
  try {
    return parseJson(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Returns the value if it is an array, otherwise an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Returns a text that isn't empty; null for anything else. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Maximum for a single figure: no model's window comes close, so a larger one is invalid. */
export const MAX_TOKENS = 100_000_000;

/** Tests whether a value is a number of tokens: an integer from 0 to {@link MAX_TOKENS}. */
export function isTokenCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_TOKENS;
}

/**
 * Returns a number of tokens above 0; 0 for anything else. For sizes and limits only: usage is read with {@link
 * TokenFigures}.
 */
export function asTokens(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}

/** Converts milliseconds since the epoch to ISO 8601; null for anything else. */
export function asTime(value: unknown): string | null {
  const time = new Date(typeof value === 'number' ? value : NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
