/**
 * Determines which repository a worktree belongs to: git's own folder of it (its registration) names it, and its
 * `.git` file refers back to that folder. A copied repository has the original's registrations too, but the worktrees
 * refer back to the original.
 */

import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { tryReadForeignText } from '../files/safe-read.ts';
import { ifExists, entryNames } from '../files/optional-file.ts';
import { findRepository, isSamePlace, registeredWorktree } from '../git/find-repository.ts';

/**
 * Lists git's own folders of the worktree at a path.
 *
 * @param folder one of its repository
 */
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
 * Returns git's own folder of a worktree by its recorded name, only within the repository of `folder`, because its
 * settings name programs.
 */
export async function gitFolderIn(folder: string, recorded: string): Promise<string> {
  const repository = await findRepository(folder);
  return repository === undefined ? '' : join(repository.commonFolder, 'worktrees', basename(recorded));
}

/** Tests whether a worktree refers back to one of these registrations, or no longer exists. */
export async function leadsBack(path: string, registrations: readonly string[]): Promise<boolean> {
  const target = await targetOf(path);
  if (target === undefined) return (await ifExists(readdir(path))) === undefined;
  return isAmong(registrations, target);
}

/** Tests whether a worktree belongs to another repository: both refer to each other. */
export async function belongsElsewhere(path: string, registrations: readonly string[]): Promise<boolean> {
  const target = await targetOf(path);
  if (target === undefined || (await isAmong(registrations, target))) return false;
  return names(target, path);
}

/** The folder that a worktree's `.git` file refers to; undefined without one. */
async function targetOf(path: string): Promise<string | undefined> {
  const text = (await tryReadForeignText(join(path, '.git'), 'gitPointer')) ?? '';
  const target = /^gitdir: (.+)$/m.exec(text)?.[1];
  return target === undefined ? undefined : resolve(path, target.trim());
}

/** Tests whether git's own folder of a worktree names the one at a path. */
async function names(registration: string, path: string): Promise<boolean> {
  const registered = await registeredWorktree(registration);
  return registered !== undefined && isSamePlace(registered, path);
}

async function isAmong(registrations: readonly string[], target: string): Promise<boolean> {
  return (await Promise.all(registrations.map((one) => isSamePlace(one, target)))).includes(true);
}
