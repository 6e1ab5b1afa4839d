/**
 * Links in the two places that may be a person's own link: the state root, and its `ninefold.json`. Git can transport
 * a link to anywhere. A link within the repository counts as its target; one that points outside is the person's only
 * if git doesn't track it. It is then read, but never written through: any program on this machine could have put it
 * there.
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
 * Returns the target of a link that points outside the repository, or outside the folder if there is none; undefined
 * for anything else, including a broken link.
 *
 * @throws NinefoldError file-not-plain for a circular link
 */
async function leadsOut(path: string, folder: string): Promise<string | undefined> {
  // Whoever reads or writes it reports if it is inaccessible.
  if ((await ifReadable(lstat(path)))?.isSymbolicLink() !== true) return undefined;
  try {
    const target = await realpath(path);
    return (await isOutside(path, folder, target)) ? target : undefined;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw asRefusal(path, error);
  }
}

async function isOutside(path: string, folder: string, target: string): Promise<boolean> {
  const own = await realpath(dirname(path));
  // A plain file, perhaps in a state root that is a person's link itself.
  if (dirname(target) === own || (await leadsInto(folder, target))) return false;
  const repository = await findRepository(own);
  return repository === undefined || !(await leadsInto(repository.top, target));
}

/**
 * Refuses a tracked link that points outside.
 *
 * @throws NinefoldError link-outside, file-not-plain
 */
export async function requirePersonsLink(path: string, folder: string): Promise<void> {
  const target = await leadsOut(path, folder);
  if (target !== undefined && (await isTracked(path))) throw linkOutside(path, target);
}

/**
 * Refuses a target that points outside if git tracks the path, whatever stands there by now.
 *
 * @param target the path with its links resolved
 * @throws NinefoldError link-outside
 */
export async function requirePersonsTarget(path: string, folder: string, target: string): Promise<void> {
  if ((await isOutside(path, folder, target)) && (await isTracked(path))) throw linkOutside(path, target);
}

/**
 * Refuses a target that points outside, whoever put the link there.
 *
 * @param target the path with its links resolved
 * @throws NinefoldError link-outside
 */
export async function requireTargetInside(path: string, folder: string, target: string): Promise<void> {
  if (await isOutside(path, folder, target)) throw linkOutside(path, target);
}

/**
 * Refuses tracked links that point outside in the place of a state root and the folders between it and the workspace folder.
 *
 * @throws NinefoldError link-outside, file-not-plain
 */
export async function requirePersonsRoot(root: string, folder: string): Promise<void> {
  const way = (wayTo(root, folder, process.platform) ?? '').split('/');
  const paths = way[0] === '' ? [root] : way.map((_, at) => join(folder, ...way.slice(0, at + 1)));
  for (const path of paths) await requirePersonsLink(path, folder);
}

/**
 * Refuses to write through a link that points outside, whoever put it there.
 *
 * @throws NinefoldError link-outside, file-not-plain
 */
export async function requireNoWayOut(path: string, folder: string): Promise<void> {
  const target = await leadsOut(path, folder);
  if (target !== undefined) throw linkOutside(path, target);
}

function linkOutside(path: string, target: string): NinefoldError {
  return new NinefoldError('link-outside', { path, target });
}
