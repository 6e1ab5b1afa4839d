/** Whether git tracks a path, read from its index: no program is run for it, so it can be told in a folder that isn't trusted. */

import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { findRepository } from './find-repository.ts';
import { isRefusal, readBytes } from '../files/safe-read.ts';

/** Bytes of a name's length that stands before it; a longer name has all of them set. */
const NAME_LENGTH = 0xfff;
/** Since version 4 names are written as what differs from the one before. */
const LAST_PLAIN_VERSION = 3;

/**
 * Whether the repository around a path tracks that very path. What can't be told counts as tracked: an index too large, of
 * a form in which names aren't whole, or split over files.
 */
export async function isTracked(path: string): Promise<boolean> {
  const real = join(await realpath(dirname(path)), basename(path));
  const repository = await findRepository(dirname(real));
  if (repository === undefined) return false;
  const name = wayTo(real, repository.top, process.platform) ?? '';
  try {
    const index = await readBytes({
      path: join(repository.gitFolder, 'index'),
      kind: 'gitIndex',
      follows: true,
    });
    if (index === undefined) return false;
    return (await isInParts(repository.gitFolder)) || isListed(index, Buffer.from(name));
  } catch (error) {
    if (isRefusal(error)) return true;
    throw error;
  }
}

/** The entry of a name: two bytes of flags, in which its length is, the name, and a NUL. */
function isListed(index: Buffer, name: Buffer): boolean {
  if (index.length < 12 || index.readUInt32BE(4) > LAST_PLAIN_VERSION) return true;
  const wanted = Math.min(name.length, NAME_LENGTH);
  const ended = Buffer.concat([name, Buffer.alloc(1)]);
  for (let at = index.indexOf(ended); at >= 0; at = index.indexOf(ended, at + 1)) {
    // In version 3 two more bytes of flags may stand between.
    for (const before of [2, 4]) {
      if (at >= before && (index.readUInt16BE(at - before) & NAME_LENGTH) === wanted) return true;
    }
  }
  return false;
}

async function isInParts(gitFolder: string): Promise<boolean> {
  return (await readdir(gitFolder)).some((name) => name.startsWith('sharedindex.'));
}
