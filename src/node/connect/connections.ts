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
  /** As it is named; links aren't followed in it. */
  readonly path: string;
  /** It was there before. */
  readonly existed: boolean;
  /** SHA-256 of the text as Ninefold left it. */
  readonly hash: string;
  /** From that text back to the one before. */
  readonly undo: readonly Undo[];
  /** Folders that were made for it, the outermost first. */
  readonly madeFolders: readonly string[];
}

export interface Connection {
  readonly agent: string;
  /** Null for every folder of the user. */
  readonly folder: string | null;
  readonly files: readonly ConnectedFile[];
}

function fileOf(home: string): string {
  return join(userFolder(home), 'connections.json');
}

/** Guards the record and what goes with it. */
export function connectionsLock(home: string): string {
  return join(userFolder(home), 'connections.lock');
}

/** @throws NinefoldError file-damaged, state-newer */
export async function readConnections(home: string): Promise<readonly Connection[]> {
  const file = fileOf(home);
  const text = await readText({ path: file, kind: 'record', follows: true });
  if (text === undefined) return [];
  const value = parseValue(text);
  const record = asFields(value);
  if (record?.schema === SCHEMA && isListOf(record.connections, isConnection)) return record.connections;
  refuseNewer(value, SCHEMA, file);
  throw new NinefoldError('file-damaged', { file, line: 1, reason: 'this is no record of connections' });
}

export async function writeConnections(home: string, connections: readonly Connection[]): Promise<void> {
  await replaceFile(
    fileOf(home),
    `${JSON.stringify({ schema: SCHEMA, connections }, null, 2)}\n`,
    undefined,
    0o600,
  );
}

// The bundle that connects agents has no other need of zod, which would be a fifth of it.

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
