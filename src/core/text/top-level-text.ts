/** Looks up a text at the top level of JSON without parsing it, near its beginning. */

/** UTF-16 units to search: the field that tells the kind of a line precedes the long ones. */
const NEAR = 4096;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Finds a text by its key among the object's own fields.
 *
 * @param json may be truncated, or not JSON at all
 * @returns null if it isn't found near the beginning, isn't a plain text, or anything is unusual
 * @example topLevelText('{"a":{"type":"x"},"type":"y"}', 'type') // 'y'
 */
export function topLevelText(json: string, key: string): string | null {
  let depth = 0;
  for (let at = 0; at < Math.min(json.length, NEAR); at += 1) {
    const unit = json.charCodeAt(at);
    if (unit === 0x7b || unit === 0x5b) depth += 1;
    else if (unit === 0x7d || unit === 0x5d) depth -= 1;
    else if (unit === QUOTE) {
      const end = endOfText(json, at);
      if (end === -1) return null;
      const isKey = depth === 1 && end - at === key.length + 1 && json.startsWith(key, at + 1);
      if (isKey && json.startsWith(':"', end + 1)) return plainText(json, end + 2);
      at = end;
    }
  }
  return null;
}

/** Returns the index of the quote that ends the text beginning at `from`; -1 if there is none. */
function endOfText(json: string, from: number): number {
  let end = json.indexOf('"', from + 1);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}

function plainText(json: string, from: number): string | null {
  const end = endOfText(json, from);
  const text = json.slice(from + 1, end);
  return end === -1 || text.includes('\\') ? null : text;
}
