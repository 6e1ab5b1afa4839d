/** Names the texts of an event that exceed limits, comparing what was written with what was read. */

import { oneLine } from '../text/foreign-text.ts';
import { UNKNOWN_TIME } from '../workflow/names.ts';

/** Maximum named per line. */
const MAX_NAMED = 3;

/**
 * Describes the invalid texts of a line; undefined if all are read as written.
 *
 * @param written the line's value, unchanged
 * @param read the same value after its schema
 */
export function textFault(written: unknown, read: unknown): string | undefined {
  const found = [...changedTexts(written, read, '')];
  if (found.length === 0) return undefined;
  const named = found.slice(0, MAX_NAMED).map(({ path, reason }) => `\`${path}\` ${reason}`);
  const rest = found.length - named.length;
  const more = rest > 0 ? [`${rest} more texts like this`] : [];
  return `${[...named, ...more].join('; ')}; it's shown in a safe form, and the file keeps the original`;
}

interface ChangedText {
  /** Such as `data.text`. */
  readonly path: string;
  readonly reason: string;
}

function* changedTexts(written: unknown, read: unknown, path: string): Generator<ChangedText> {
  if (typeof written === 'string' && typeof read === 'string') {
    if (written !== read) yield { path, reason: reasonOf(written, read) };
    return;
  }
  if (!isObject(written) || !isObject(read)) return;
  for (const [key, value] of Object.entries(written)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (Object.hasOwn(read, key)) yield* changedTexts(value, read[key], name);
    // The schema drops an unknown key; a changed key is a path with such characters.
    else if (oneLine(key) !== key) yield { path, reason: HAS_CONTROL };
  }
}

const HAS_CONTROL = 'contains control characters, invisible characters, or an incomplete character';

function reasonOf(written: string, read: string): string {
  if (oneLine(written) !== written) return HAS_CONTROL;
  if (read === UNKNOWN_TIME) return "isn't a time (ISO 8601)";
  return written.trim().startsWith(read.slice(0, -1)) ? 'is too long' : "isn't a valid name or key";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
