/** Finds the linked worktrees of a folder's repository, whose sessions are shown along with the folder's own. */

import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { withSlashes } from '../../core/paths/paths.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { ifReadable } from '../files/optional-file.ts';

/** Location of agent tasks' worktrees: their sessions aren't a person's, and must not take over the meter. */
const OF_TASKS = '/ninefold/worktrees/';

/**
 * Lists the folder itself, then its linked worktrees. Reads `.git/worktrees` without running git; a folder that is a
 * linked worktree, or is below a repository's root, has none of its own.
 */
export async function relatedFolders(folder: string): Promise<readonly string[]> {
  const registered = join(folder, '.git', 'worktrees');
  const names = (await ifReadable(readdir(registered))) ?? [];
  const found = await Promise.all(names.map((name) => worktreeOf(join(registered, name))));
  const others = [...new Set([...found, ...(await agentWorktrees(folder))])]
    .filter((path) => path !== null)
    .filter((path) => path !== folder && !withSlashes(path, process.platform).includes(OF_TASKS));
  return [folder, ...others];
}

/** `gitdir` contains the path of the worktree's own `.git` file. */
async function worktreeOf(registration: string): Promise<string | null> {
  const text = ((await tryReadForeignText(join(registration, 'gitdir'), 'gitPointer')) ?? '').trim();
  if (text === '') return null;
  return dirname(isAbsolute(text) ? text : resolve(registration, text));
}

/** Those that agents make below the folder (`claude -w NAME`), whether or not git knows them. */
async function agentWorktrees(folder: string): Promise<readonly string[]> {
  const made = join(folder, '.claude', 'worktrees');
  const entries = (await ifReadable(readdir(made, { withFileTypes: true }))) ?? [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(made, name));
}

/** Returns the main worktree of a folder that is the root of a linked one; null for any other folder. */
export async function mainWorktreeOf(folder: string): Promise<string | null> {
  const link = (await tryReadForeignText(join(folder, '.git'), 'gitPointer')) ?? '';
  const named = /^gitdir:\s*(.+?)\s*$/m.exec(link)?.[1];
  if (named === undefined) return null;
  const registration = resolve(folder, named);
  const common = ((await tryReadForeignText(join(registration, 'commondir'), 'gitPointer')) ?? '').trim();
  return common === '' ? null : dirname(resolve(registration, common));
}
