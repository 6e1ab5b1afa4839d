/** Whose a file is that stands where an export belongs and that Ninefold has no record of. */

import { asFields, parseValue } from '../json-fields.ts';
import { readToon } from '../toon/read-toon.ts';

/** What every export of ours says of itself, however it was cut or edited. */
const OURS = /^\s*"?schema"?: "?ninefold\//m;

/**
 * Whether a file is somebody else's that nobody can make sense of: it is never replaced. One that can be read is
 * replaced by the export, and a copy of it is kept.
 */
export function isForeignExport(path: string, text: string): boolean {
  if (text.trim() === '' || OURS.test(text)) return false;
  const fields = asFields(path.endsWith('.json') ? parseValue(text) : readToon(text).value);
  // A line of prose is TOON as well, for a text without a key.
  return fields === null || Object.keys(fields).join() === 'root';
}
