/** Finds git's folders by reading files, without running git. */

import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

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
  /** Top folder of the main worktree; undefined if unknown (a bare repository). */
  readonly mainTop: string | undefined;
}

/** Searches upwards for `.git`: a folder or, in a linked worktree or submodule, a file. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  for (let top = resolve(folder); ; top = dirname(top)) {
    const entry = join(top, '.git');
    const kind = await kindOf(entry);
    if (kind === 'folder') return { top, gitFolder: entry, commonFolder: entry, mainTop: top };
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
  const isPlain = commonFolder.endsWith('.git') && dirname(commonFolder) !== commonFolder;
  return { top, gitFolder, commonFolder, mainTop: isPlain ? dirname(commonFolder) : undefined };
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
