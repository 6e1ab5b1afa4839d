/**
 * One writer at a time over a state root, across processes.
 *
 * The lock is a hard link to a file that names its holder: `link()` succeeds for exactly one. A holder that died
 * is recognised by its pid (on this host, in this boot) and its lock is taken away under a second exclusive file,
 * so that two who find the same dead holder can't both take over. Pids mean nothing on another host or in another
 * container: there the heartbeat, the lock file's own time, decides.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

import { NinefoldError } from '../core/errors.ts';
import { unwritable } from './atomic-file.ts';
import { errorCode, isProcessAlive, reasonOf } from './system-error.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly boot: string;
  readonly nonce: string;
}

/** How long to wait for a living holder before giving up. */
const PATIENCE_MS = 10_000;
const HEARTBEAT_MS = 2_000;
/** A holder that can't be asked by pid and hasn't beaten for so long is taken for dead. */
const SILENCE_MS = 15_000;
const LONGEST_PAUSE_MS = 25;
/** Errors of file systems without hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);
/** Errors of a folder that can't be made or written. */
const CLOSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']);

const HOST = hostname();
const BOOT = bootId();

/** Writers of this process wait for each other here; the file is for those of others. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while holding the lock at `path`.
 *
 * @throws NinefoldError lock-busy after ten seconds of somebody else's holding it; folder-read-only, file-unwritable
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const turn = before.then(
    () => runLocked(path, work),
    () => runLocked(path, work),
  );
  queues.set(path, turn);
  try {
    return await turn;
  } finally {
    if (queues.get(path) === turn) queues.delete(path);
  }
}

async function runLocked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine: Holder = { pid: process.pid, host: HOST, boot: BOOT, nonce: randomBytes(8).toString('hex') };
  try {
    await acquire(path, mine);
  } catch (error) {
    throw noLock(path, error);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A beat that fails (the folder is gone) is no reason to stop: the work itself will fail and say so.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await release(path, mine);
  }
}

/** The lock, in `state/` of its root, is the first file to be written: where it can't be, nothing can. */
function noLock(path: string, error: unknown): NinefoldError {
  if (!CLOSED.has(errorCode(error) ?? '')) return unwritable(path, error);
  const parameters = { path: dirname(dirname(path)), reason: reasonOf(error) };
  return new NinefoldError('folder-read-only', parameters, { cause: error });
}

async function acquire(path: string, mine: Holder): Promise<void> {
  const started = performance.now();
  for (let attempt = 1; ; attempt++) {
    if (await tryAcquire(path, mine)) return;
    const holder = await readHolder(path);
    if (holder !== undefined && (await isDead(path, holder))) {
      await takeAway(path, holder);
      continue;
    }
    if (performance.now() - started > PATIENCE_MS) {
      const who = holder === undefined ? 'unknown' : `pid ${holder.pid} on ${holder.host}`;
      throw new NinefoldError('lock-busy', { holder: who });
    }
    const pause = Math.min(LONGEST_PAUSE_MS, attempt) * (0.5 + Math.random());
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** @returns whether the lock is ours now */
async function tryAcquire(path: string, mine: Holder): Promise<boolean> {
  const own = `${path}.${mine.nonce}`;
  const text = JSON.stringify(mine);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(own, text, { flag: 'wx' });
  try {
    await link(own, path);
    return true;
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
    return await createExclusively(path, text);
  } finally {
    await rm(own, { force: true });
  }
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds the lock; undefined where nobody does or the file can't be told from an unfinished one. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isHolder(holder) ? holder : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'pid' in value && 'nonce' in value && 'boot' in value;
}

async function isDead(path: string, holder: Holder): Promise<boolean> {
  if (holder.host === HOST && holder.boot === BOOT) return !isProcessAlive(holder.pid);
  if (holder.host === HOST && BOOT !== '' && holder.boot !== '') return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > SILENCE_MS;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Removes a dead holder's lock, if it is still that holder's. */
async function takeAway(path: string, dead: Holder): Promise<void> {
  const gate = `${path}.takeover`;
  const mine: Holder = { pid: process.pid, host: HOST, boot: BOOT, nonce: randomBytes(8).toString('hex') };
  if (!(await tryAcquire(gate, mine))) {
    const other = await readHolder(gate);
    // Whoever was taking over died in the middle: the gate itself is cleared, by the same rule.
    if (other !== undefined && other.pid !== process.pid && (await isDead(gate, other)))
      await rm(gate, { force: true });
    return;
  }
  try {
    if ((await readHolder(path))?.nonce === dead.nonce) await rm(path, { force: true });
  } finally {
    await rm(gate, { force: true });
  }
}

async function release(path: string, mine: Holder): Promise<void> {
  if ((await readHolder(path))?.nonce === mine.nonce) await rm(path, { force: true });
}

/** What tells this boot (and container) from another; empty where the system doesn't say. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Only Linux has it. Elsewhere host and pid decide; a pid reused after a reboot makes the next writer wait
    // for the lock's silence instead.
    return '';
  }
}
