/** What changed in git since a handoff: HEAD, new commits, uncommitted files. Read-only. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CommitDistance, CommitLine, GitSince, UncommittedFile } from '../../core/handoff/drift.ts';
import type { GitFacts, GitWork } from '../../core/service/ports.ts';
import { ifReadable } from '../files/optional-file.ts';
import { findRepository } from './find-repository.ts';
import { NO_GIT, gitFacts } from './git-facts.ts';
import { git } from './run-git.ts';

const COMMIT = /^[0-9a-f]{7,64}$/;
const MAX_COMMITS = 10;
/** Maximum number of uncommitted files whose times are read; the others count as changed just now. */
const MAX_FILES = 500;
// eslint-disable-next-line no-control-regex -- matches control characters
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

export const NOTHING_SINCE: GitSince = {
  head: 'none',
  branch: null,
  commit: null,
  worktree: null,
  uncommitted: [],
  distance: null,
  changedSince: {},
};

export interface SinceQuestion {
  /** The workspace folder. */
  readonly folder: string;
  /** The state root, relative to the folder, whose changes aren't the user's. */
  readonly ignore: string;
  /** Commit of the handoff; null if it has none. */
  readonly commit: string | null;
  /** Commits at which checks were run. */
  readonly checks: readonly string[];
}

/**
 * Queries git.
 *
 * @returns `NOTHING_SINCE` without a repository or git
 */
export async function gitSince({ folder, ignore, commit, checks }: SinceQuestion): Promise<GitSince> {
  const facts = await gitFacts(folder, ignore);
  if (facts === NO_GIT) return NOTHING_SINCE;
  const head = facts.commit === null ? 'unborn' : facts.branch === null ? 'detached' : 'branch';
  const repository = await findRepository(folder);
  const isLinked = repository?.mainTop !== undefined && repository.mainTop !== repository.top;
  const asked = [...new Set(checks)];
  const [uncommitted, distance, ...changed] = await Promise.all([
    Promise.all(facts.uncommitted.map((file, index) => timed(folder, file, index))),
    facts.commit === null ? null : distanceTo(folder, commit),
    ...asked.map((one) => filesSince(folder, one, ignore)),
  ]);
  return {
    head,
    branch: facts.branch,
    commit: facts.commit,
    worktree: isLinked ? repository.top : null,
    uncommitted,
    ...(facts.isUnlisted === true ? { isUnlisted: true } : {}),
    distance,
    changedSince: Object.fromEntries(asked.map((one, index) => [one, changed[index] ?? null])),
  };
}

/**
 * Reads the commits of HEAD since a time, and which uncommitted files changed since.
 *
 * @param at ISO 8601
 */
export async function workSince(
  folder: string,
  at: string,
  { commit, uncommitted }: GitFacts,
): Promise<GitWork> {
  const since = `--since=${new Date(at).toISOString()}`;
  const [count, newest, files] = await Promise.all([
    commit === null ? undefined : git(folder, ['rev-list', '--count', since, 'HEAD', '--']),
    commit === null ? [] : newestCommits(folder, 'HEAD', [since]),
    Promise.all(uncommitted.map((file, index) => timed(folder, file, index))),
  ]);
  // A file system may store whole seconds only.
  const begin = Math.floor(Date.parse(at) / 1000) * 1000;
  const changed = files.filter(({ modifiedAt }) => modifiedAt === null || Date.parse(modifiedAt) >= begin);
  return { changed: changed.map(({ file }) => file), commits: Number(count?.trim() ?? 0), newest };
}

/**
 * Tests whether an uncommitted file changed after a time, as exactly as the file system tells.
 *
 * @param at ISO 8601
 */
export async function hasChangedSince(
  folder: string,
  at: string,
  { uncommitted }: Pick<GitFacts, 'uncommitted'>,
): Promise<boolean> {
  const files = await Promise.all(uncommitted.map((file, index) => timed(folder, file, index)));
  const begin = Date.parse(at);
  return files.some(({ modifiedAt }) => {
    const changed = modifiedAt === null ? Infinity : Date.parse(modifiedAt);
    // A file system may store whole seconds only.
    return changed > begin || (changed % 1000 === 0 && changed + 1000 > begin);
  });
}

/**
 * Reads a file as committed; undefined if that commit, or the file in it, doesn't exist.
 *
 * @param path relative to the folder
 */
export async function fileAt(folder: string, commit: string, path: string): Promise<string | undefined> {
  if (!COMMIT.test(commit)) return undefined;
  return git(folder, ['cat-file', 'blob', '--end-of-options', `${commit}:./${path}`]);
}

/** Without a base commit, every commit of HEAD is new. */
async function distanceTo(folder: string, commit: string | null): Promise<CommitDistance | null> {
  if (commit === null) {
    const count = Number((await git(folder, ['rev-list', '--count', 'HEAD']))?.trim() ?? 0);
    return { ahead: count, behind: 0, newest: await newestCommits(folder, 'HEAD') };
  }
  if (!COMMIT.test(commit)) return null;
  const range = ['--end-of-options', `${commit}...HEAD`, '--'];
  const counts = await git(folder, ['rev-list', '--left-right', '--count', ...range]);
  if (counts === undefined) return null;
  const [behind = 0, ahead = 0] = counts.trim().split(/\s+/).map(Number);
  return { ahead, behind, newest: await newestCommits(folder, `${commit}..HEAD`) };
}

async function newestCommits(
  folder: string,
  range: string,
  limits: readonly string[] = [],
): Promise<readonly CommitLine[]> {
  const shape = ['-z', `--max-count=${MAX_COMMITS}`, '--abbrev=8', '--format=%h %s'];
  const args = ['log', ...shape, ...limits, '--end-of-options', range, '--'];
  const entries = (await git(folder, args))?.split('\0') ?? [];
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const space = entry.indexOf(' ');
      const subject = entry.slice(space + 1).replaceAll(CONTROL, ' ');
      return { hash: entry.slice(0, space), subject: subject.slice(0, 200) };
    });
}

/** Reads the files that differ between a commit and HEAD; null if the commit is unknown. */
export async function filesSince(
  folder: string,
  commit: string,
  ignore: string,
): Promise<readonly string[] | null> {
  if (!COMMIT.test(commit)) return null;
  const shape = ['-r', '--name-only', '-z', '--relative'];
  const args = ['diff-tree', ...shape, '--end-of-options', commit, 'HEAD', '--', '.'];
  const names = await git(folder, args);
  if (names === undefined) return null;
  return names.split('\0').filter((name) => name !== '' && name !== ignore && !name.startsWith(`${ignore}/`));
}

async function timed(folder: string, file: string, index: number): Promise<UncommittedFile> {
  const status = index >= MAX_FILES ? undefined : ((await ifReadable(stat(join(folder, file)))) ?? undefined);
  return { file, modifiedAt: status?.mtime.toISOString() ?? null };
}
