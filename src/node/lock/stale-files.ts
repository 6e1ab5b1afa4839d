/** Finds what a killed writer left next to its files: own lock files, takeover files, temporary files. */

import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { TEMPORARY_NAME } from '../files/atomic-file.ts';
import { readLock } from './lock-file.ts';
import { THIS_PLACE, isDead } from './lock-holder.ts';
import { LOCK_NAME } from './lock-name.ts';

/** Files of unknown origin are removed after an hour: a living process recreates its own. */
const OLD_MS = 3_600_000;
/** Maximum number of lock files to check at once: the caller waits for it, and the next one continues. */
const MAX_LOCKS = 1_000;
const ROOT_EXPORTS: readonly string[] = [SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE, DECISIONS_FILE];
/** Files in `sessions/` that several processes share. In the user's own root, their names carry the project. */
const SHARED_RECORDS: readonly string[] = ['current.json', 'exports.json'];

/**
 * Removes leftovers; called by the holder of the lock at `path` after finding the last holder dead. Files that are
 * only written under the root's lock had no other writer; others stay while they are recent. Inaccessible files stay:
 * they are harmless.
 */
export async function removeStaleFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const name = basename(path);
  const locks = (await entryNames(folder)).filter((left) => left.startsWith(`${name}.`));
  for (const left of locks.slice(0, MAX_LOCKS)) await removeIf(join(folder, left), isLeftLock);
  if (name !== LOCK_NAME) return;
  for (const place of [folder, dirname(folder)]) {
    await sweepTemporary(place, (written) => ROOT_EXPORTS.includes(written));
  }
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
    // Disappeared meanwhile, or can't be removed: not a reason to refuse the actual work.
  }
}

async function entryNames(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Missing or inaccessible: nothing to clean up.
    return [];
  }
}
