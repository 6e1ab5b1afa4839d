/** `~/.ninefold/connections.json`: what was connected, and how each file was before. */

import { join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { asFields, parseValue } from '../../core/json-fields.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { readText } from '../files/safe-read.ts';
import type { Undo } from '../settings/edited-text.ts';
import { userFolder } from '../state/user-folder.ts';

const SCHEMA = 'ninefold/connections/1';

export interface ConnectedFile {
  /** As named, without resolving links. */
  readonly path: string;
  /** Whether it existed before. */
  readonly existed: boolean;
  /** SHA-256 of the text as Ninefold left it. */
  readonly hash: string;
  /** Edits that restore the previous text. */
  readonly undo: readonly Undo[];
  /** Folders that were made for it, outermost first. */
  readonly madeFolders: readonly string[];
}

export interface Connection {
  readonly agent: string;
  /** Null for all of the user's folders. */
  readonly folder: string | null;
  readonly files: readonly ConnectedFile[];
}

function fileOf(home: string): string {
  return join(userFolder(home), 'connections.json');
}

/** Returns the lock for the record and related files. */
export function connectionsLock(home: string): string {
  return join(userFolder(home), 'connections.lock');
}

/**
 * Reads the record.
 *
 * @throws NinefoldError file-damaged, state-newer
 */
export async function readConnections(home: string): Promise<readonly Connection[]> {
  const file = fileOf(home);
  const text = await readText({ path: file, kind: 'record', follows: true });
  if (text === undefined) return [];
  const value = parseValue(text);
  const record = asFields(value);
  if (record?.schema === SCHEMA && isListOf(record.connections, isConnection)) return record.connections;
  refuseNewer(value, SCHEMA, file);
  throw new NinefoldError('file-damaged', { file, line: 1, reason: "this isn't a record of connections" });
}

export async function writeConnections(home: string, connections: readonly Connection[]): Promise<void> {
  await replaceFile(
    fileOf(home),
    `${JSON.stringify({ schema: SCHEMA, connections }, null, 2)}\n`,
    undefined,
    0o600,
  );
}

// Checked by hand, because zod would be a fifth of the bundle and isn't needed otherwise.

function isConnection(value: unknown): value is Connection {
  const fields = asFields(value);
  return (
    fields !== null &&
    isString(fields.agent) &&
    (fields.folder === null || isString(fields.folder)) &&
    isListOf(fields.files, isConnectedFile)
  );
}

function isConnectedFile(value: unknown): value is ConnectedFile {
  const fields = asFields(value);
  return (
    fields !== null &&
    isString(fields.path) &&
    typeof fields.existed === 'boolean' &&
    isString(fields.hash) &&
    isListOf(fields.undo, isUndo) &&
    isListOf(fields.madeFolders, isString)
  );
}

function isUndo(value: unknown): value is Undo {
  const fields = asFields(value);
  return (
    fields !== null &&
    Number.isSafeInteger(fields.offset) &&
    Number.isSafeInteger(fields.length) &&
    isString(fields.text)
  );
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}
