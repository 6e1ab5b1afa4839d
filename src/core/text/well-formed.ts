/**
 * Well-formed text, without lone surrogates. An agent that cuts a text by UTF-16 units leaves such halves, which
 * UTF-8, TOON, and `encodeURIComponent` can't encode.
 */

import { isNestedTooDeeply } from './nesting.ts';

/** A JSON escape that can become a lone surrogate; text decoded from UTF-8 can't contain one otherwise. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** Replaces each lone surrogate with U+FFFD; the length stays the same. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/**
 * Parses JSON into values with well-formed texts and keys.
 *
 * @throws SyntaxError if the text isn't JSON, or is nested too deeply to be real data
 */
export function parseJson(text: string): unknown {
  const value = parseJsonAsWritten(text);
  return text.isWellFormed() && !SURROGATE_ESCAPE.test(text) ? value : mapTexts(value, wellFormed);
}

/**
 * Parses JSON into values that may contain lone surrogates, for a reader that checks each text.
 *
 * @throws SyntaxError if the text isn't JSON, or is nested too deeply to be real data
 */
export function parseJsonAsWritten(text: string): unknown {
  if (isNestedTooDeeply(text)) throw new SyntaxError('nested too deeply');
  return JSON.parse(text) as unknown;
}

/** Makes all texts of a value well-formed; returns it unchanged if they are. */
export function wellFormedValue<T>(value: T): T {
  return mapTexts(value, wellFormed) as T;
}

/** Applies `change` to every text in a value, including keys; returns the same value if nothing changes. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts(item, change));
    return items.some((item, index) => item !== value[index]) ? items : (value as unknown);
  }
  const entries = Object.entries(value);
  const changed = entries.map(([key, item]) => [change(key), mapTexts(item, change)] as const);
  const isSame = changed.every(
    ([key, item], index) => key === entries[index]?.[0] && item === entries[index][1],
  );
  return isSame ? value : Object.fromEntries(changed);
}
