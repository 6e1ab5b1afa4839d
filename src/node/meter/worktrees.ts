/** The linked worktrees of a folder's repository: sessions at work there are shown beside the folder's own. */

import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ifReadable } from './environment.ts';

/**
 * The folder itself first, then its linked worktrees. Read from `.git/worktrees` without running git; a folder that is a
 * linked worktree, or lies below a repository's root, has none of its own.
 */
export async function relatedFolders(folder: string): Promise<readonly string[]> {
  const registered = join(folder, '.git', 'worktrees');
  const names = (await ifReadable(readdir(registered))) ?? [];
  const found = await Promise.all(names.map((name) => worktreeOf(join(registered, name))));
  return [folder, ...found.filter((path) => path !== null && path !== folder)].filter(
    (path) => path !== null,
  );
}

/** `gitdir` names the worktree's own `.git` file. */
async function worktreeOf(registration: string): Promise<string | null> {
  const text = ((await ifReadable(readFile(join(registration, 'gitdir'), 'utf8'))) ?? '').trim();
  if (text === '') return null;
  return dirname(isAbsolute(text) ? text : resolve(registration, text));
}
