/**
 * Tests whether git tracks a path, by reading its index: this runs no program, so it works in an untrusted folder.
 */

import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { ifReadable } from '../files/optional-file.ts';
import { findRepository } from './find-repository.ts';
import { isRefusal, readBytes } from '../files/safe-read.ts';

/** Mask of the name length before a name; longer names have all bits set. */
const NAME_LENGTH = 0xfff;
/** From version 4, names are stored as the difference from the previous one. */
const LAST_PLAIN_VERSION = 3;

/**
 * Tests whether the surrounding repository tracks this very path. If that is unknown, it counts as tracked: the index
 * is too large, split over files, or in a format without whole names.
 */
export function isTracked(path: string): Promise<boolean> {
  return isAnyTracked([path]);
}

/**
 * Tests whether git has a file, or is about to take it: it is in the index, or the index is being written. An index that
 * can't be read counts as one without the file.
 */
export async function isTaken(path: string): Promise<boolean> {
  const repository = await findRepository(dirname(path));
  if (repository === undefined) return false;
  const lock = await ifReadable(stat(join(repository.gitFolder, 'index.lock')));
  return lock !== null || (await isAnyTracked([path], false));
}

/**
 * Tests like {@link isTracked} whether one of these paths of a folder is tracked.
 *
 * @param ifUnknown the answer if the index can't tell
 */
export async function isAnyTracked(paths: readonly string[], ifUnknown = true): Promise<boolean> {
  const [first] = paths;
  if (first === undefined) return false;
  const folder = await realpath(dirname(first));
  const repository = await findRepository(folder);
  if (repository === undefined) return false;
  const names = paths.map(
    (path) => wayTo(join(folder, basename(path)), repository.top, process.platform) ?? '',
  );
  try {
    const index = await readBytes({
      path: join(repository.gitFolder, 'index'),
      kind: 'gitIndex',
      follows: true,
    });
    if (index === undefined) return false;
    if (!hasWholeNames(index) || (await isInParts(repository.gitFolder))) return ifUnknown;
    return names.some((name) => isListed(index, Buffer.from(name)));
  } catch (error) {
    if (isRefusal(error)) return ifUnknown;
    throw error;
  }
}

function hasWholeNames(index: Buffer): boolean {
  return index.length >= 12 && index.readUInt32BE(4) <= LAST_PLAIN_VERSION;
}

/** An entry's name: two bytes of flags with its length, the name, and NUL. */
function isListed(index: Buffer, name: Buffer): boolean {
  const wanted = Math.min(name.length, NAME_LENGTH);
  const ended = Buffer.concat([name, Buffer.alloc(1)]);
  for (let at = index.indexOf(ended); at >= 0; at = index.indexOf(ended, at + 1)) {
    // Version 3 may have two more bytes of flags in between.
    for (const before of [2, 4]) {
      if (at >= before && (index.readUInt16BE(at - before) & NAME_LENGTH) === wanted) return true;
    }
  }
  return false;
}

async function isInParts(gitFolder: string): Promise<boolean> {
  return (await readdir(gitFolder)).some((name) => name.startsWith('sharedindex.'));
}
