/** Decides who owns an unrecorded file at the path of an export. */

import { newerVersion } from '../schema-version.ts';
import { STATE_SCHEMA } from './exports.ts';
import { EXPORT_SCHEMA } from './toon.ts';
import { asFields, parseValue } from '../json-fields.ts';
import { readToon } from '../toon/read-toon.ts';

/** Every export of ours has this, however it was cut or edited. */
const OURS = /^\s*"?schema"?: "?ninefold\//m;

const SCHEMA_LINE = /^\s*"?schema"?: "?(ninefold\/[\w/]+)/m;

/**
 * Tests whether a file is someone else's and unreadable, in which case it is never replaced. A readable one is
 * replaced by the export after a copy is kept.
 */
export function isForeignExport(path: string, text: string): boolean {
  if (text.trim() === '' || OURS.test(text)) return false;
  const fields = asFields(path.endsWith('.json') ? parseValue(text) : readToon(text).value);
  // For a text without a key, a line of prose is valid TOON too.
  return fields === null || Object.keys(fields).join() === 'root';
}

/** Returns the version of an export that a newer Ninefold wrote; undefined for any other text. */
export function newerExport(text: string): number | undefined {
  const schema = SCHEMA_LINE.exec(text)?.[1];
  return newerVersion(schema, EXPORT_SCHEMA) ?? newerVersion(schema, STATE_SCHEMA);
}
