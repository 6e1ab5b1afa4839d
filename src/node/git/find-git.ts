/** Finds git on the person's `PATH`, but never in a workspace or a repository that it is run on. */

import { homedir } from 'node:os';
import { delimiter } from 'node:path';

import { closedFolders, findProgram, pathFolders } from '../machine/programs.ts';
import { repositoriesAround } from './find-repository.ts';

export interface GitProgram {
  /** Absolute path. */
  readonly file: string;
  /** The `PATH` to pass to it. */
  readonly path: string;
}

/** Clears the cache beyond this number, because finding git is fast. */
const MAX_KNOWN = 64;
const known = new Map<string, Promise<GitProgram | undefined>>();

/** Opened workspace folders: git also runs in scratch folders and subfolders. */
const workspaces = new Set<string>();

/** Excludes a workspace folder from the search for git from now on. */
export function closeToPrograms(folder: string): void {
  if (workspaces.has(folder)) return;
  workspaces.add(folder);
  known.clear();
}

/** Finds git, once per folder; undefined if it isn't installed. */
export function findGit(folder: string): Promise<GitProgram | undefined> {
  const key = `${process.env.PATH ?? ''}\0${folder}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MAX_KNOWN) known.clear();
  const found = lookFor(folder);
  known.set(key, found);
  return found;
}

/** Forgets where git is, so that it is searched for again. */
export function forgetGit(): void {
  known.clear();
}

async function lookFor(folder: string): Promise<GitProgram | undefined> {
  const environment = { env: process.env, platform: process.platform };
  const closed = closedFolders([folder, ...(await repositoriesAround(folder)), ...workspaces], homedir());
  const file = await findProgram('git', environment, closed);
  if (file === undefined) return undefined;
  return { file, path: pathFolders(environment, closed).join(delimiter) };
}
