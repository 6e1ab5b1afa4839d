/** The files that changed in a folder since a time, committed or not. Read-only. */

import { gitFacts } from './git-facts.ts';
import { filesSince, workSince } from './git-since.ts';
import { git } from './run-git.ts';

/** What changed since a gate. */
export interface Changes {
  /** The newest commit before it, which the files are compared with; null if there was none. */
  readonly base: string | null;
  /** Relative to the folder, sorted. */
  readonly files: readonly string[];
}

/**
 * Reads what changed since a time.
 *
 * @param ignore the state root, relative to the folder, whose changes aren't the user's
 * @param at ISO 8601
 * @returns null without git or a repository
 */
export async function changesSince(folder: string, ignore: string, at: string): Promise<Changes | null> {
  const facts = await gitFacts(folder, ignore);
  if (facts.branch === null && facts.commit === null) return null;
  const { changed } = await workSince(folder, at, facts);
  if (facts.commit === null) return { base: null, files: changed.toSorted() };
  const before = `--before=${new Date(at).toISOString()}`;
  const base = (await git(folder, ['rev-list', '--max-count=1', before, 'HEAD', '--']))?.trim() ?? '';
  const committed = base === '' ? await filesOfHead(folder, ignore) : await filesSince(folder, base, ignore);
  const files = [...new Set([...(committed ?? []), ...changed])].toSorted();
  return { base: base === '' ? null : base, files };
}

async function filesOfHead(folder: string, ignore: string): Promise<readonly string[]> {
  const names = (await git(folder, ['ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', '.'])) ?? '';
  return names.split('\0').filter((name) => name !== '' && name !== ignore && !name.startsWith(`${ignore}/`));
}
