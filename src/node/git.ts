/** Facts by the git command, and where git keeps what it keeps. Nothing here changes a repository. */

import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import type { GitFacts } from '../core/service/ports.ts';
import { errorCode } from './system-error.ts';

const GIT_TIMEOUT_MS = 10_000;
const MOST_OUTPUT = 8 * 1024 * 1024;

export const NO_GIT: GitFacts = { branch: null, commit: null, uncommitted: [] };

/**
 * Branch, commit and uncommitted files of a folder.
 *
 * @param ignore paths, relative to the folder, that aren't the user's work (the state root)
 * @returns nulls and nothing where the folder isn't in a repository, git is missing or there is no commit
 */
export async function gitFacts(folder: string, ignore: string): Promise<GitFacts> {
  const [branch, commit, place, status] = await Promise.all([
    git(folder, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
    git(folder, ['rev-parse', '--quiet', '--verify', 'HEAD']),
    git(folder, ['rev-parse', '--is-inside-work-tree', '--show-prefix']),
    git(folder, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', '.']),
  ]);
  if (place?.startsWith('true\n') !== true) return NO_GIT;
  const prefix = place.slice('true\n'.length).replace(/\n$/, '');
  const head = { branch: lineOf(branch), commit: lineOf(commit) };
  if (status === undefined) return { ...head, uncommitted: [], isUnlisted: true };
  const files = status
    .split('\0')
    .filter((entry) => entry.length > 3)
    .map((entry) => withoutPrefix(entry.slice(3), prefix))
    .filter((path) => !(path === ignore || path.startsWith(`${ignore}/`)));
  return { ...head, uncommitted: files };
}

/** The repository that holds a folder, found without running git; undefined where there is none. */
export interface Repository {
  /** Top folder of this worktree. */
  readonly top: string;
  /** The `.git` folder shared by all worktrees. */
  readonly commonFolder: string;
  /** Top folder of the main worktree; undefined where it can't be told (a bare repository). */
  readonly mainTop: string | undefined;
}

/** Looks upwards for `.git`, as a folder or, in a linked worktree or submodule, a file. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  for (let top = resolve(folder); ; top = dirname(top)) {
    const entry = join(top, '.git');
    const kind = await kindOf(entry);
    if (kind === 'folder') return { top, commonFolder: entry, mainTop: top };
    if (kind === 'file') return await linkedRepository(top, entry);
    if (dirname(top) === top) return undefined;
  }
}

async function linkedRepository(top: string, entry: string): Promise<Repository | undefined> {
  const target = /^gitdir: (.+)$/m.exec(await readFile(entry, 'utf8'))?.[1];
  if (target === undefined) return undefined;
  const gitFolder = isAbsolute(target) ? target : resolve(top, target);
  const common = await readFile(join(gitFolder, 'commondir'), 'utf8').catch((error: unknown) => {
    // A submodule's git folder has no `commondir`: it is nobody's linked worktree.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (common === undefined) return { top, commonFolder: gitFolder, mainTop: top };
  const commonFolder = resolve(gitFolder, common.trim());
  const isPlain = commonFolder.endsWith('.git') && dirname(commonFolder) !== commonFolder;
  return { top, commonFolder, mainTop: isPlain ? dirname(commonFolder) : undefined };
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

function lineOf(output: string | undefined): string | null {
  const line = output?.trim() ?? '';
  return line === '' ? null : line;
}

function withoutPrefix(path: string, prefix: string): string {
  return prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** Git that takes no lock, asks nothing and speaks one language. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

/**
 * What every call of git begins with: hooks, the file monitor and the checker of signatures are programs that a repository's
 * config names, and none of them runs. Filters do: without them a file kept by git-lfs would count as changed.
 */
const NO_PROGRAMS = [
  '-c',
  `core.hooksPath=${devNull}`,
  '-c',
  'core.fsmonitor=false',
  '-c',
  'log.showSignature=false',
];

/** A call of git, with {@link gitEnvironment} around it, that runs no program named by the repository. */
export function gitArguments(args: readonly string[]): string[] {
  return [...NO_PROGRAMS, ...args];
}

/** Output of git; undefined where git is missing or refuses. */
export function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const options = {
    cwd: folder,
    env: gitEnvironment(),
    timeout: GIT_TIMEOUT_MS,
    maxBuffer: MOST_OUTPUT,
    windowsHide: true,
  };
  return new Promise((done) => {
    execFile('git', gitArguments(args), options, (error, stdout) => {
      done(error === null ? stdout : undefined);
    });
  });
}
