/** What a writer that was killed left beside the files it wrote: own lock files, takeover files, temporary files. */

import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../../core/exports/exports.ts';
import { TEMPORARY_NAME } from '../files/atomic-file.ts';
import { readLock } from './lock-file.ts';
import { THIS_PLACE, isDead } from './lock-holder.ts';
import { LOCK_NAME } from './lock-name.ts';

/** What nobody can be asked about goes after an hour: a living process that misses its own makes it again. */
const OLD_MS = 3_600_000;
/** So many lock files are looked at in one go: whoever swept waits for it, and the next one goes on. */
const MAX_LOCKS = 1_000;
const ROOT_EXPORTS: readonly string[] = [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, DECISIONS_FILE];
/** Files of `sessions/` that no process has for itself. In the user's own root their names carry the project. */
const SHARED_RECORDS: readonly string[] = ['current.json', 'exports.json'];

/**
 * Removes what is left, by the one that holds the lock at `path` and found its last holder dead. Files that are only
 * written under the root's lock had no other writer; others are left alone while they are young. What can't be looked at
 * or removed stays: it is in nobody's way.
 */
export async function removeStaleFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const name = basename(path);
  const locks = (await entryNames(folder)).filter((left) => left.startsWith(`${name}.`));
  for (const left of locks.slice(0, MAX_LOCKS)) await removeIf(join(folder, left), isLeftLock);
  if (name !== LOCK_NAME) return;
  await sweepTemporary(dirname(folder), (written) => ROOT_EXPORTS.includes(written));
  await sweepTemporary(join(folder, 'workflows'), () => true);
  await sweepTemporary(join(folder, 'handoffs'), () => true);
  await sweepTemporary(join(folder, 'sessions'), (written) =>
    SHARED_RECORDS.some((name) => written.endsWith(name)),
  );
  for (const other of ['.', 'sessions', 'context']) {
    await sweepTemporary(join(folder, other), () => true, isOld);
  }
}

async function sweepTemporary(
  folder: string,
  isOurs: (written: string) => boolean,
  isLeft: (path: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  for (const left of await entryNames(folder)) {
    const written = TEMPORARY_NAME.exec(left)?.[1];
    if (written !== undefined && isOurs(written)) await removeIf(join(folder, left), isLeft);
  }
}

async function isLeftLock(path: string): Promise<boolean> {
  const found = await readLock(path);
  if (found?.holder === undefined) return isOld(path);
  return isDead(found.holder, THIS_PLACE, found.modified) ?? (await isOld(path));
}

async function isOld(path: string): Promise<boolean> {
  return Date.now() - (await stat(path)).mtimeMs > OLD_MS;
}

async function removeIf(path: string, isLeft: (path: string) => Promise<boolean>): Promise<void> {
  try {
    if (await isLeft(path)) await rm(path, { force: true });
  } catch {
    // Gone meanwhile, or not to be removed: no reason to refuse the work that the lock was taken for.
  }
}

async function entryNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Not there, or closed to us: nothing to sweep.
    return [];
  }
}
