/** Looking into JSON that somebody else wrote: whatever has another shape than expected is as good as absent. */

import { parseJson } from './text/well-formed.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The object that a text is; null where it is no object, or no JSON (yet: it may be half written). */
export function parseObject(text: string): Fields | null {
  return asFields(parseValue(text));
}

/** Any JSON value, its texts well-formed; undefined where the text is none. */
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

/** The value if it is an array, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text that isn't empty. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Most tokens that one figure can mean: no model's window comes near it, so a larger figure is none. */
export const MAX_TOKENS = 100_000_000;

/** Whether a value is a number of tokens: whole, from 0 to {@link MAX_TOKENS}. */
export function isTokenCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_TOKENS;
}

/** A number of tokens above 0; 0 for everything else. For sizes and limits: what was used is a {@link TokenFigures}. */
export function asTokens(value: unknown): number {
  return isTokenCount(value) ? value : 0;
}

/** ISO 8601, of a number of milliseconds since the epoch; null for everything else. */
export function asTime(value: unknown): string | null {
  const time = new Date(typeof value === 'number' ? value : NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
