/**
 * Links in the two places where a person may have put one: the state root, and `ninefold.json` in it. Git can carry a link,
 * and it can lead anywhere. One that stays in the repository is as good as what it leads to; one that leads out is a person's
 * own only as long as git doesn't track it. It is read then, and never written through: any program that runs here could
 * have put it there.
 */

import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import { findRepository } from './find-repository.ts';
import { ifReadable } from '../files/optional-file.ts';
import { isAbsence } from '../files/system-error.ts';
import { asRefusal, leadsInto } from '../files/safe-read.ts';
import { isTracked } from './tracked.ts';

/**
 * Where a link leads that leads out of the repository, or of the folder where there is none; undefined for what is no link,
 * or leads to nothing, or stays in.
 *
 * @throws NinefoldError file-not-plain for one that leads back to itself
 */
async function leadsOut(path: string, folder: string): Promise<string | undefined> {
  // What can't even be looked at is said by whoever reads or writes it.
  if ((await ifReadable(lstat(path)))?.isSymbolicLink() !== true) return undefined;
  let target: string;
  try {
    target = await realpath(path);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw asRefusal(path, error);
  }
  const repository = await findRepository(await realpath(dirname(path)));
  const isIn =
    (await leadsInto(folder, target)) ||
    (repository !== undefined && (await leadsInto(repository.top, target)));
  return isIn ? undefined : target;
}

/** Refuses a link that leads out and that git tracks. @throws NinefoldError link-outside, file-not-plain */
export async function requirePersonsLink(path: string, folder: string): Promise<void> {
  const target = await leadsOut(path, folder);
  if (target !== undefined && (await isTracked(path))) throw linkOutside(path, target);
}

/**
 * Asks the same of a state root, and of the folders between it and the workspace folder.
 *
 * @throws NinefoldError link-outside, file-not-plain
 */
export async function requirePersonsRoot(root: string, folder: string): Promise<void> {
  const way = (wayTo(root, folder, process.platform) ?? '').split('/');
  const paths = way[0] === '' ? [root] : way.map((_, at) => join(folder, ...way.slice(0, at + 1)));
  for (const path of paths) await requirePersonsLink(path, folder);
}

/** Refuses to write through a link that leads out, whoever put it there. @throws NinefoldError link-outside, file-not-plain */
export async function requireNoWayOut(path: string, folder: string): Promise<void> {
  const target = await leadsOut(path, folder);
  if (target !== undefined) throw linkOutside(path, target);
}

function linkOutside(path: string, target: string): NinefoldError {
  return new NinefoldError('link-outside', { path, target });
}
