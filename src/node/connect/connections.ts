/** `~/.ninefold/connections.json`: what was connected, and how each file was before. */

import { join } from 'node:path';

import * as z from 'zod/mini';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { readText } from '../files/safe-read.ts';
import { userFolder } from '../state/user-folder.ts';

const SCHEMA = 'ninefold/connections/1';

const undoSchema = z.object({ offset: z.int(), length: z.int(), text: z.string() });
const fileSchema = z.object({
  /** As it is named; links aren't followed in it. */
  path: z.string(),
  /** It was there before. */
  existed: z.boolean(),
  /** SHA-256 of the text as Ninefold left it. */
  hash: z.string(),
  /** From that text back to the one before. */
  undo: z.array(undoSchema),
  /** Folders that were made for it, the outermost first. */
  madeFolders: z.array(z.string()),
});
const connectionSchema = z.object({
  agent: z.string(),
  /** Null for every folder of the user. */
  folder: z.nullable(z.string()),
  files: z.array(fileSchema),
});
const schema = z.object({ schema: z.literal(SCHEMA), connections: z.array(connectionSchema) });

export type ConnectedFile = z.infer<typeof fileSchema>;
export type Connection = z.infer<typeof connectionSchema>;

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
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data.connections;
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
