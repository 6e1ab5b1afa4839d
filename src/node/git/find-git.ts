/** Which git is run: the one of the person's `PATH`, and never one that lies in a workspace or a repository it is asked of. */

import { homedir } from 'node:os';
import { delimiter } from 'node:path';

import { closedFolders, findProgram, pathFolders } from '../machine/programs.ts';
import { repositoriesAround } from './find-repository.ts';

export interface GitProgram {
  /** Absolute path. */
  readonly file: string;
  /** The `PATH` that it gets. */
  readonly path: string;
}

/** Beyond so many all are forgotten: a folder is looked into again quickly. */
const MAX_KNOWN = 64;
const known = new Map<string, Promise<GitProgram | undefined>>();

/** Workspace folders that were opened: git is also asked in scratch folders and in folders below. */
const workspaces = new Set<string>();

/** Closes a workspace folder to programs, for every call of git to come. */
export function closeToPrograms(folder: string): void {
  if (workspaces.has(folder)) return;
  workspaces.add(folder);
  known.clear();
}

/** Looked for once for each folder; undefined where git isn't installed. */
export function findGit(folder: string): Promise<GitProgram | undefined> {
  const key = `${process.env.PATH ?? ''}\0${folder}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MAX_KNOWN) known.clear();
  const found = lookFor(folder);
  known.set(key, found);
  return found;
}

/** Git isn't where it was: it is looked for anew. */
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
