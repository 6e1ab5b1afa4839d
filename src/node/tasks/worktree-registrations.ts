/**
 * Whose a worktree is: git's own folder of it (its registration) names it, and its `.git` file leads back to that folder. A copy
 * of a repository has the original's registrations as well, but the worktrees lead back to the original.
 */

import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { isSamePath } from '../../core/paths/paths.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { ifExists, entryNames } from '../files/optional-file.ts';
import { realPathOf } from '../files/real-path.ts';
import { findRepository } from '../git/find-repository.ts';

/** Git's own folders of the worktree at a path. @param folder one of its repository */
export async function registrationsOf(folder: string, path: string): Promise<readonly string[]> {
  const repository = await findRepository(folder);
  if (repository === undefined) return [];
  const all = join(repository.commonFolder, 'worktrees');
  const found: string[] = [];
  for (const name of await entryNames(all)) {
    if (await names(join(all, name), path)) found.push(join(all, name));
  }
  return found;
}

/**
 * Git's own folder of a worktree by the name that a record gives it, in the repository of `folder` and nowhere else: its
 * settings name programs.
 */
export async function gitFolderIn(folder: string, recorded: string): Promise<string> {
  const repository = await findRepository(folder);
  return repository === undefined ? '' : join(repository.commonFolder, 'worktrees', basename(recorded));
}

/** Whether a worktree leads back to one of these registrations, or isn't there any more. */
export async function leadsBack(path: string, registrations: readonly string[]): Promise<boolean> {
  const target = await targetOf(path);
  if (target === undefined) return (await ifExists(readdir(path))) === undefined;
  return isAmong(registrations, target);
}

/** Whether a worktree is one of another repository: it leads there, and is named there. */
export async function belongsElsewhere(path: string, registrations: readonly string[]): Promise<boolean> {
  const target = await targetOf(path);
  if (target === undefined || (await isAmong(registrations, target))) return false;
  return names(target, path);
}

/** The folder that the `.git` file of a worktree leads to; undefined without one. */
async function targetOf(path: string): Promise<string | undefined> {
  const text = (await tryReadForeignText(join(path, '.git'), 'gitPointer')) ?? '';
  const target = /^gitdir: (.+)$/m.exec(text)?.[1];
  return target === undefined ? undefined : resolve(path, target.trim());
}

/** Whether git's own folder of a worktree is of the one at a path. */
async function names(registration: string, path: string): Promise<boolean> {
  const text = await tryReadForeignText(join(registration, 'gitdir'), 'gitPointer');
  // Relative to that folder where git is set so.
  return text !== null && isSame(dirname(resolve(registration, text.trim())), path);
}

async function isAmong(registrations: readonly string[], target: string): Promise<boolean> {
  return (await Promise.all(registrations.map((one) => isSame(one, target)))).includes(true);
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map(realPathOf));
  return isSamePath(first ?? one, second ?? other, process.platform);
}
