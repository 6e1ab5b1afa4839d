/** Finds a task's output in its worktree or output folder. Only opens plain files. */

import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { wayTo } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { FoundFile, StoredTask } from '../../core/service/task-ports.ts';
import { caseDoubles, pathRefusal } from '../../core/tasks/task-paths.ts';
import { namesOf } from '../git/run-git.ts';
import { ifExists } from '../files/optional-file.ts';
import { refusalOf } from '../files/plain-file.ts';
import { worktreeGit } from './task-worktrees.ts';
import type { WorktreePlace } from './task-worktrees.ts';
import { gitFolderIn } from './worktree-registrations.ts';

/** More than a person reviews one by one. */
const MAX_FILES = 2000;
const DEEPEST = 64;

export interface OutputPlaces {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** The state root relative to it; null if it is elsewhere. */
  readonly root: string | null;
}

interface Entry {
  readonly path: string;
  readonly isDeleted: boolean;
}

/**
 * Finds the files of a task, sorted by path.
 *
 * @throws task-too-many
 */
export async function findOutputs(
  task: StoredTask,
  source: string,
  places: OutputPlaces,
): Promise<readonly FoundFile[]> {
  const { worktree } = task.record;
  const entries =
    worktree === null
      ? await inFolder(task, source)
      : await inWorktree(task, { ...worktree, source, folder: places.folder });
  const unique = [...new Map(entries.map((entry) => [entry.path, entry])).values()];
  if (unique.length > MAX_FILES) {
    throw new NinefoldError('task-too-many', { id: task.record.id, max: MAX_FILES, path: source });
  }
  const doubles = caseDoubles(unique.filter(({ isDeleted }) => !isDeleted).map(({ path }) => path));
  const found = await Promise.all(
    unique.map(async ({ path, isDeleted }): Promise<FoundFile> => {
      const refusal =
        pathRefusal(path, places.folder, places.root) ??
        (isDeleted ? null : await refusalOf(source, path)) ??
        (doubles.has(path) ? 'case' : null);
      return { path, isDeleted, refusal, isInPlace: false };
    }),
  );
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** What differs from the worktree's base commit, and untracked files. Ignored files only if they are declared. */
async function inWorktree(
  task: StoredTask,
  { path, gitFolder, source, folder }: WorktreePlace & { readonly source: string; readonly folder: string },
): Promise<readonly Entry[]> {
  // Someone removed it, along with its content.
  if (gitFolder === '' || (await kindOf(source)) === undefined) return [];
  const worktree = { path, gitFolder: await gitFolderIn(folder, gitFolder) };
  const { base, outputs } = task.record;
  const named = ['--end-of-options', base.commit ?? 'HEAD'];
  const prefix = wayTo(source, path, process.platform) ?? '';
  const inSource = (file: string): string => relativeTo(prefix, file);
  const [changed, added, known] = await Promise.all([
    worktreeGit(worktree, ['diff', '--name-status', '-z', '--no-renames', ...named]),
    worktreeGit(worktree, ['ls-files', '--others', '--exclude-standard', '-z']),
    worktreeGit(worktree, ['ls-tree', '-r', '-z', '--name-only', ...named]),
  ]);
  const failed = [changed, added, known].find(({ code }) => code !== 0);
  if (failed !== undefined) {
    const reason = failed.stderr.split('\n').at(-1) ?? 'git failed';
    throw new NinefoldError('task-unreadable', { id: task.record.id, reason, path: source });
  }
  const pairs = namesOf(changed.stdout);
  const entries: Entry[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    entries.push({ path: inSource(pairs[at + 1] ?? ''), isDeleted: pairs[at] === 'D' });
  }
  for (const file of namesOf(added.stdout)) entries.push({ path: inSource(file), isDeleted: false });
  const listed = new Set(entries.map(({ path }) => path));
  const tracked = new Set(namesOf(known.stdout).map(inSource));
  const declared = await declaredFiles(source, outputs);
  const rest = declared.filter((file) => !listed.has(file) && !tracked.has(file));
  return [...entries, ...rest.map((file) => ({ path: file, isDeleted: false }))];
}

/** The whole output folder; of a folder shared by many tasks, only what this one declared. */
async function inFolder(task: StoredTask, source: string): Promise<readonly Entry[]> {
  // A link in place of the folder would point elsewhere.
  if ((await kindOf(source)) !== 'folder') return [];
  const isShared = task.record.source !== null;
  const paths = isShared ? await declaredFiles(source, task.record.outputs) : await walk(source, '');
  return paths.map((path) => ({ path, isDeleted: false }));
}

async function declaredFiles(source: string, outputs: readonly string[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const output of outputs) {
    // A path that points outside is listed, so that it is refused, but never checked.
    const path = output.replace(/\/$/, '');
    if (pathRefusal(path, source, null) !== null) paths.push(output);
    else if ((await refusalOf(source, path)) === 'link') paths.push(path);
    else if (output.endsWith('/')) paths.push(...(await walk(source, path)));
    else if ((await kindOf(join(source, path))) !== undefined) paths.push(path);
  }
  return paths;
}

/** Everything below a folder; links are listed, but not followed. */
async function walk(root: string, folder: string, depth = 0): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const entry of await entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) paths.push(path);
    else if (depth < DEEPEST && entry.name !== '.git') paths.push(...(await walk(root, path, depth + 1)));
    else paths.push(path);
    if (paths.length > MAX_FILES) break;
  }
  return paths;
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  // If the folder is a link or missing, nothing below it is the task's.
  return (await ifExists(readdir(folder, { withFileTypes: true }))) ?? [];
}

async function kindOf(path: string): Promise<'folder' | 'link' | 'other' | undefined> {
  const status = await ifExists(lstat(path));
  if (status === undefined) return undefined;
  return status.isSymbolicLink() ? 'link' : status.isDirectory() ? 'folder' : 'other';
}

/** `../x` for what is next to the workspace folder in its repository. */
function relativeTo(prefix: string, path: string): string {
  if (prefix === '') return path;
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : `../${path}`;
}
