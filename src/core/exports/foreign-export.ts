/** Whose a file is that stands where an export belongs and that Ninefold has no record of. */

import { newerVersion } from '../schema-version.ts';
import { STATE_SCHEMA } from './exports.ts';
import { EXPORT_SCHEMA } from './toon.ts';
import { asFields, parseValue } from '../json-fields.ts';
import { readToon } from '../toon/read-toon.ts';

/** What every export of ours says of itself, however it was cut or edited. */
const OURS = /^\s*"?schema"?: "?ninefold\//m;

const SCHEMA_LINE = /^\s*"?schema"?: "?(ninefold\/[\w/]+)/m;

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

/** The version of an export that a newer Ninefold wrote; undefined for any other text. */
export function newerExport(text: string): number | undefined {
  const schema = SCHEMA_LINE.exec(text)?.[1];
  return newerVersion(schema, EXPORT_SCHEMA) ?? newerVersion(schema, STATE_SCHEMA);
}
