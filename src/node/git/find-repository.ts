/** Finds git's folders by reading files, without running git. */

import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { isSamePath } from '../../core/paths/paths.ts';
import { realPathOf } from '../files/real-path.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { errorCode } from '../files/system-error.ts';

/** The repository of a folder, found without running git. */
export interface Repository {
  /** Top folder of this worktree. */
  readonly top: string;
  /** The `.git` folder of this worktree, where its index is. */
  readonly gitFolder: string;
  /** The `.git` folder shared by all worktrees. */
  readonly commonFolder: string;
  /** Top folder of the main worktree; undefined if unknown: a bare repository, or one that the `.git` file alone claims. */
  readonly mainTop: string | undefined;
}

/** Searches upwards for `.git`: a folder with a `HEAD`, as git does, or, in a linked worktree or submodule, a file. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  for (let top = resolve(folder); ; top = dirname(top)) {
    const entry = join(top, '.git');
    const kind = await kindOf(entry);
    if (kind === 'folder' && (await kindOf(join(entry, 'HEAD'))) !== undefined) {
      return { top, gitFolder: entry, commonFolder: entry, mainTop: top };
    }
    if (kind === 'file') return await linkedRepository(top, entry);
    if (dirname(top) === top) return undefined;
  }
}

/** Lists every folder from here upwards with a `.git`: repositories may be nested. */
export async function repositoriesAround(folder: string): Promise<readonly string[]> {
  const around: string[] = [];
  for (let top = resolve(folder); ; top = dirname(top)) {
    if ((await kindOf(join(top, '.git'))) !== undefined) around.push(top);
    if (dirname(top) === top) return around;
  }
}

async function linkedRepository(top: string, entry: string): Promise<Repository | undefined> {
  const target = /^gitdir: (.+)$/m.exec((await tryReadForeignText(entry, 'gitPointer')) ?? '')?.[1];
  if (target === undefined) return undefined;
  const gitFolder = isAbsolute(target) ? target : resolve(top, target);
  // A submodule's git folder has no `commondir`: it isn't a linked worktree.
  const common = await tryReadForeignText(join(gitFolder, 'commondir'), 'gitPointer');
  if (common === null) return { top, gitFolder, commonFolder: gitFolder, mainTop: top };
  const commonFolder = resolve(gitFolder, common.trim());
  // Anybody can write a file that leads into another person's repository: its rules and state would apply here.
  if (!(await isRegistered({ gitFolder, commonFolder, top }))) {
    return { top, gitFolder, commonFolder: gitFolder, mainTop: undefined };
  }
  const isPlain = commonFolder.endsWith('.git') && dirname(commonFolder) !== commonFolder;
  return { top, gitFolder, commonFolder, mainTop: isPlain ? dirname(commonFolder) : undefined };
}

/** Tests whether a repository knows a worktree as its own, or as one that was moved: nothing is in its former place. */
async function isRegistered({
  gitFolder,
  commonFolder,
  top,
}: Pick<Repository, 'gitFolder' | 'commonFolder' | 'top'>): Promise<boolean> {
  if (!(await isSamePlace(dirname(gitFolder), join(commonFolder, 'worktrees')))) return false;
  const registered = await registeredWorktree(gitFolder);
  return (
    registered !== undefined &&
    ((await isSamePlace(registered, top)) || (await kindOf(join(registered, '.git'))) === undefined)
  );
}

/** Returns the folder of the worktree that a git folder in `worktrees/` is for; undefined if it names none. */
export async function registeredWorktree(gitFolder: string): Promise<string | undefined> {
  const text = await tryReadForeignText(join(gitFolder, 'gitdir'), 'gitPointer');
  // Relative to that folder if git is configured so.
  return text === null ? undefined : dirname(resolve(gitFolder, text.trim()));
}

/** Tests whether two paths are the same place, links followed. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([realPathOf(one), realPathOf(other)]);
  return isSamePath(first, second, process.platform);
}

async function kindOf(path: string): Promise<'folder' | 'file' | undefined> {
  try {
    const entry = await stat(path);
    return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined;
    throw error;
  }
}
