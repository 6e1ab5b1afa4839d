/**
 * Counts an event once that reaches Ninefold twice, because an agent is connected by several of its settings files, or
 * by one and a plugin.
 */

import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ReadHook } from '../../core/agents/hook-senders.ts';
import { asFailure, NinefoldError } from '../../core/errors.ts';
import { entryNames, ifExists } from '../files/optional-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { errorCode } from '../files/system-error.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { userFolder } from '../state/user-folder.ts';
import { readConnections } from './connections.ts';
import { sha256 } from '../files/sha256.ts';

/** An agent gives each of its hooks so much time, and may run one after the other. */
const SAME_MS = 10_000;
const KEPT_MS = 60 * 60 * 1000;

/** A called hook, and where its user's files are. */
export interface RepeatableEvent extends ReadHook {
  readonly environment: Pick<MeterEnvironment, 'home' | 'env'>;
}

/** Tests whether another hook of the same event is answering it. Only asks if the agent's hooks are in several places. */
export async function isRepeated({
  sender,
  input,
  occasion,
  environment,
}: RepeatableEvent): Promise<boolean> {
  const { home } = environment;
  const connections = await readConnections(home).catch(asFailure);
  // Whoever connects or disconnects says what is wrong with the record.
  if (NinefoldError.is(connections)) return false;
  const agents = [sender.id, ...(sender.readsHooksOf ?? [])];
  const connected = connections.filter(({ agent }) => agents.includes(agent)).length;
  if (connected === 0 || (connected === 1 && !(await hasPlugin(sender, environment)))) return false;
  const folder = join(userFolder(home), 'sessions', 'events');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (input.event === 'SessionStart') await sweep(folder);
    const name = sha256(`${sender.id} ${occasion()}`);
    return !(await claim(join(folder, name)));
  } catch (error) {
    // Answering twice is better than not at all.
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

/** Tests whether the agent's record of plugins names Ninefold's, from any marketplace. */
async function hasPlugin(
  { hooks: { plugins } }: ReadHook['sender'],
  { home, env }: RepeatableEvent['environment'],
): Promise<boolean> {
  if (plugins === undefined) return false;
  const chosen = env[plugins.variable] ?? '';
  const folder = chosen === '' ? join(home, plugins.folder) : chosen;
  const record = await tryReadForeignText(join(folder, plugins.file), 'settings');
  return record?.includes('"ninefold@') === true;
}

/** @returns whether this process is the first */
async function claim(path: string): Promise<boolean> {
  if (await isCreated(path)) return true;
  const found = await ifExists(stat(path));
  if (found !== undefined && Date.now() - found.mtimeMs < SAME_MS) return false;
  await removeFile(path);
  return isCreated(path);
}

async function isCreated(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function sweep(folder: string): Promise<void> {
  for (const path of (await entryNames(folder)).map((name) => join(folder, name))) {
    const found = await ifExists(stat(path));
    if (found !== undefined && Date.now() - found.mtimeMs > KEPT_MS) await removeFile(path);
  }
}
