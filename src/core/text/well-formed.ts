/**
 * Well-formed text: no half of a surrogate pair stands alone. An agent that cuts a text by UTF-16 units leaves such halves,
 * and UTF-8, TOON and `encodeURIComponent` have no way to write them.
 */

/** An escape in JSON that can become half a pair; text decoded from UTF-8 has no other way to hold one. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** Returns the text with each lone surrogate replaced by U+FFFD; its length stays. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/**
 * Parses JSON into well-formed values: texts and keys.
 *
 * @throws SyntaxError where the text isn't JSON
 */
export function parseJson(text: string): unknown {
  const value = parseJsonAsWritten(text);
  if (text.isWellFormed() && !SURROGATE_ESCAPE.test(text)) return value;
  try {
    return mapTexts(value, wellFormed);
  } catch (error) {
    // Nobody nests so deep; the parser needs no stack for it, whoever walks what it made does.
    if (error instanceof RangeError) throw new SyntaxError('nested too deeply', { cause: error });
    throw error;
  }
}

/**
 * Parses JSON into values that may hold lone surrogates, for a reader that checks every text by itself.
 *
 * @throws SyntaxError where the text isn't JSON
 */
export function parseJsonAsWritten(text: string): unknown {
  return JSON.parse(text) as unknown;
}

/** Returns the value with each of its texts made well-formed; what holds none wrong comes back as it is. */
export function wellFormedValue<T>(value: T): T {
  return mapTexts(value, wellFormed) as T;
}

/** Returns the value with `change` made to every text in it, keys included; the same value where nothing changes. */
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
