/**
 * Allows one writer at a time for a state root, across processes.
 *
 * The lock is a hard link to a file that names its holder: `link()` succeeds for exactly one. A dead holder's lock
 * may be removed only by the process that exclusively made the takeover file with that lock's nonce. A nonce is never
 * reused, so no one removes a later lock; a process that crashes during its takeover is followed by the one that
 * makes the takeover file with *its* nonce.
 */

import { utimes } from 'node:fs/promises';
import { dirname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { unwritable } from '../files/atomic-file.ts';
import { removeStaleFiles } from './stale-files.ts';
import { LockAcquisition } from './lock-acquisition.ts';
import type { LockPatience } from './lock-acquisition.ts';
import { readLock, removeOwn } from './lock-file.ts';
import { THIS_PLACE, newHolder } from './lock-holder.ts';
import type { LockHolder } from './lock-holder.ts';
import { NotPlainError } from '../files/not-plain.ts';
import { requireOwnFolders } from '../files/own-folders.ts';
import { errorCode, reasonOf } from '../files/system-error.ts';

/** Passed to the work that runs under the lock. */
export interface LockHold {
  /**
   * Call this right before a write.
   *
   * @throws NinefoldError lock-lost if another process took over meanwhile
   */
  check(): Promise<void>;
}

export type LockOptions = LockPatience;

const DEFAULTS: LockOptions = {
  patience: 10_000,
  heartbeat: 2_000,
  silence: 8_000,
  unfinished: 2_000,
  place: THIS_PLACE,
};
/** Codes for a folder that can't be made or written. */
const CLOSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

/** Writers in this process wait for each other here; the file is for other processes. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while holding the lock at `path`.
 *
 * @throws NinefoldError lock-busy ten seconds after the call, however many held it in turn; folder-read-only,
 *   file-unwritable
 */
export async function withLock<T>(
  path: string,
  work: (hold: LockHold) => Promise<T>,
  options: Partial<LockOptions> = {},
): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const started = performance.now();
  const run = (): Promise<T> => runLocked(path, work, { ...DEFAULTS, ...options }, started);
  const turn = before.then(run, run);
  queues.set(path, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(path) === turn) queues.delete(path);
  }
}

async function runLocked<T>(
  path: string,
  work: (hold: LockHold) => Promise<T>,
  options: LockOptions,
  started: number,
): Promise<T> {
  await requireOwnFolders(path);
  const mine = newHolder(options.place);
  let foundDead: boolean;
  try {
    foundDead = await new LockAcquisition(path, mine, options, started).run();
  } catch (error) {
    throw noLock(path, error);
  }
  const heartbeat = setInterval(() => void beat(path, mine), options.heartbeat);
  heartbeat.unref();
  try {
    if (foundDead) await removeStaleFiles(path);
    return await work({ check: () => checkHeld(path, mine) });
  } finally {
    clearInterval(heartbeat);
    await release(path, mine);
  }
}

/** The lock, in `state/` of its root, is the first file to be written: if it can't be, nothing can. */
function noLock(path: string, error: unknown): NinefoldError {
  if (error instanceof NotPlainError) {
    const reason = `${error.message} at the path of the lock: remove it`;
    return new NinefoldError('file-unwritable', { path, reason }, { cause: error });
  }
  if (!CLOSED.has(errorCode(error) ?? '')) return unwritable(path, error);
  const parameters = { path: dirname(dirname(path)), reason: reasonOf(error) };
  return new NinefoldError('folder-read-only', parameters, { cause: error });
}

/** Keeps others from taking long work for a dead holder. */
async function beat(path: string, mine: LockHolder): Promise<void> {
  try {
    const now = new Date();
    if ((await readLock(path))?.holder?.nonce === mine.nonce) await utimes(path, now, now);
  } catch {
    // The folder is gone or closed: the work itself fails then, and reports it.
  }
}

async function checkHeld(path: string, mine: LockHolder): Promise<void> {
  const found = await readLock(path);
  if (found?.holder?.nonce !== mine.nonce) throw new NinefoldError('lock-lost', { path });
}

/** Never fails, because the work is done. */
async function release(path: string, mine: LockHolder): Promise<void> {
  if (await isOurs(path, mine)) await removeOwn(path, mine);
}

async function isOurs(path: string, mine: LockHolder): Promise<boolean> {
  try {
    return (await readLock(path))?.holder?.nonce === mine.nonce;
  } catch {
    // Inaccessible, so it can't be removed; it will be once this process is found to be dead.
    return false;
  }
}
