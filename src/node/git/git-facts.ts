/** Branch, commit, and uncommitted files of a folder, from git. Never changes a repository. */

import type { GitFacts } from '../../core/service/ports.ts';
import { git } from './run-git.ts';

export const NO_GIT: GitFacts = { branch: null, commit: null, uncommitted: [] };

const STATUS = [
  'status',
  '--porcelain=v2',
  '--branch',
  '--no-ahead-behind',
  '-z',
  '--untracked-files=all',
  '--no-renames',
  '--',
  '.',
];
/** Number of fields before an entry's path, by its first letter. */
const FIELDS: Readonly<Record<string, number>> = { '1': 8, u: 10, '?': 1 };

/**
 * Reads branch, commit, and uncommitted files of a folder.
 *
 * @param ignore paths, relative to the folder, that aren't the user's work (the state root)
 * @returns `NO_GIT` if the folder isn't in a worktree or git is missing; null values without a commit or branch
 */
export async function gitFacts(folder: string, ignore: string): Promise<GitFacts> {
  const [place, status] = await Promise.all([
    git(folder, ['rev-parse', '--is-inside-work-tree', '--show-prefix']),
    git(folder, STATUS),
  ]);
  if (place?.startsWith('true\n') !== true) return NO_GIT;
  if (status === undefined) return { ...(await headOf(folder)), uncommitted: [], isUnlisted: true };
  const prefix = place.slice('true\n'.length).replace(/\n$/, '');
  const entries = status.split('\0');
  const files = entries
    .flatMap(pathIn)
    .map((path) => withoutPrefix(path, prefix))
    .filter((path) => !(path === ignore || path.startsWith(`${ignore}/`)));
  return { ...(await headIn(folder, entries)), uncommitted: files };
}

type Head = Pick<GitFacts, 'branch' | 'commit'>;

/** The headers of a status. */
async function headIn(folder: string, entries: readonly string[]): Promise<Head> {
  const header = (name: string): string =>
    entries.find((entry) => entry.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length) ?? '';
  const [oid, branch] = [header('oid'), header('head')];
  // A branch may have the same name as the placeholder.
  if (branch === '(detached)' || branch === '') return headOf(folder);
  return { branch, commit: oid === '(initial)' ? null : oid };
}

/** Only branch and commit, which git knows even if it can't list files. */
async function headOf(folder: string): Promise<Head> {
  const [branch, commit] = await Promise.all([
    git(folder, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
    git(folder, ['rev-parse', '--quiet', '--verify', 'HEAD']),
  ]);
  return { branch: lineOf(branch), commit: lineOf(commit) };
}

function pathIn(entry: string): readonly string[] {
  const fields = FIELDS[entry[0] ?? ''];
  return fields === undefined ? [] : [entry.split(' ').slice(fields).join(' ')];
}

function lineOf(output: string | undefined): string | null {
  const line = output?.trim() ?? '';
  return line === '' ? null : line;
}

function withoutPrefix(path: string, prefix: string): string {
  return prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
