/** Where a worktree stands in its history, read from git's files without running git. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { ifReadable } from '../files/optional-file.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { findRepository } from './find-repository.ts';
import type { Repository } from './find-repository.ts';

/**
 * Returns a text that differs once the branch, its commit, or the way there differs: `git commit`, `checkout`, `reset`,
 * `rebase`, and the like all change it. Empty without a repository.
 */
export async function headPosition(folder: string): Promise<string> {
  const repository = await findRepository(folder);
  if (repository === undefined) return '';
  const { gitFolder } = repository;
  const head = ((await tryReadForeignText(join(gitFolder, 'HEAD'), 'gitPointer')) ?? '').trim();
  const ref = /^ref: (\S+)$/.exec(head)?.[1];
  const commit = ref === undefined ? '' : await commitOf(repository, ref);
  // A history that went back to the same commit has a longer log.
  const log = await ifReadable(stat(join(gitFolder, 'logs', 'HEAD')));
  return [head, commit, log === null ? '' : String(log.size)].join(' ');
}

/** Reads a branch's own file; where git keeps branches together, the status of that file stands for it. */
async function commitOf({ commonFolder }: Repository, ref: string): Promise<string> {
  const loose = await tryReadForeignText(join(commonFolder, ref), 'gitPointer');
  if (loose !== null) return loose.trim();
  for (const packed of ['packed-refs', join('reftable', 'tables.list')]) {
    const status = await ifReadable(stat(join(commonFolder, packed)));
    if (status !== null) return `${status.size}.${status.mtimeMs}`;
  }
  return '';
}
