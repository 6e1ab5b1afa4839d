/**
 * Worktrees of agent tasks: without a branch, in Ninefold's own folder in the user's cache. Not below `.claude/` or
 * `.git/`, where agents ask before every edit. The user's branches, index, stash, and configuration stay untouched.
 */

import { mkdir, readdir, realpath, rmdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';

import { removeTree } from '../files/patient-files.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { TaskWorktreePort } from '../../core/service/task-ports.ts';
import { parseJson } from '../../core/text/well-formed.ts';
import { slugOf } from '../../core/workflow/names.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { findRepository } from '../git/find-repository.ts';
import { runGit, runGitForTask } from '../git/run-git.ts';
import type { GitResult } from '../git/run-git.ts';
import { ifExists, entryNames } from '../files/optional-file.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { reasonOf } from '../files/system-error.ts';
import { belongsElsewhere, leadsBack, registrationsOf } from './worktree-registrations.ts';
import { sha256 } from '../files/sha256.ts';

/** A worktree and git's own folder of it. */
export interface WorktreePlace {
  readonly path: string;
  readonly gitFolder: string;
}

/** Runs git on a worktree through git's own folder of it, whatever the agent did to its `.git` file. */
export function worktreeGit({ path, gitFolder }: WorktreePlace, args: readonly string[]): Promise<GitResult> {
  return runGit(path, args, { variables: { GIT_DIR: gitFolder, GIT_WORK_TREE: path } });
}

export class TaskWorktrees implements TaskWorktreePort {
  readonly #layout: StateLayout;
  readonly #cache: string;

  /** @param cache the user's cache folder */
  constructor(layout: StateLayout, cache: string) {
    this.#layout = layout;
    this.#cache = join(cache, 'ninefold', 'worktrees');
  }

  pathFor(id: string): string {
    const { root, folder, prefix } = this.#layout;
    const hash = sha256(`${root}\0${folder}`).slice(0, 10);
    const name = slugOf(folder.split(/[/\\]/).at(-1) ?? '') || 'project';
    return join(this.#cache, `${name}-${hash}`, `${prefix}${id}`);
  }

  async make(path: string, commit: string): Promise<string> {
    const refuse = (reason: string): never => {
      throw new NinefoldError('task-worktree-failed', { path, reason });
    };
    try {
      await mkdir(dirname(path), { recursive: true });
    } catch (error) {
      return refuse(reasonOf(error));
    }
    const args = ['worktree', 'add', '--detach', '--quiet', '--', path, commit];
    const added = await runGitForTask(this.#layout.folder, args);
    if (added.code !== 0) return refuse(lastLine(added.stderr));
    const found = await runGit(path, ['rev-parse', '--absolute-git-dir']);
    const gitFolder = found.stdout.toString('utf8').trim();
    return found.code === 0 && gitFolder !== '' ? gitFolder : refuse(lastLine(found.stderr));
  }

  async folderIn(path: string): Promise<string> {
    const repository = await findRepository(this.#layout.folder);
    if (repository === undefined) return path;
    const [top, folder] = await Promise.all([realpath(repository.top), realpath(this.#layout.folder)]);
    return join(path, folder.slice(top.length));
  }

  async exists(path: string): Promise<boolean> {
    return (await ifExists(readdir(path))) !== undefined;
  }

  async owns(id: string, path: string): Promise<boolean> {
    // An id with `/` or `..` would point elsewhere.
    if (path === this.pathFor(id)) return dirname(dirname(path)) === this.#cache;
    // Made under another name of the folder, or with another cache folder: git then knows it as this repository's.
    const isInPlace = OWN_PLACE.test(path) && isAbsolute(path) && normalize(path) === path;
    if (!isInPlace || basename(path) !== `${this.#layout.prefix}${id}`) return false;
    return (await registrationsOf(this.#layout.folder, path)).length > 0;
  }

  async mayWorkIn(id: string, path: string): Promise<boolean> {
    if (!(await this.owns(id, path))) return false;
    return !(await belongsElsewhere(path, await registrationsOf(this.#layout.folder, path)));
  }

  async mayRemove(id: string, path: string): Promise<boolean> {
    // In the task's own place, it may be damaged; in any other place, it must identify itself.
    if (path === this.pathFor(id)) return this.mayWorkIn(id, path);
    if (!(await this.owns(id, path))) return false;
    return leadsBack(path, await registrationsOf(this.#layout.folder, path));
  }

  async remove(id: string, path: string): Promise<void> {
    if (!(await this.owns(id, path))) {
      throw new NinefoldError('task-worktree-left', { id, path, reason: NOT_OWN });
    }
    const registrations = await registrationsOf(this.#layout.folder, path);
    const isOurs = await this.mayRemove(id, path);
    try {
      // Without git, which refuses a worktree that the agent damaged, and whose `prune` would also affect others.
      if (isOurs) await removeTree(path);
      for (const registration of registrations) {
        await removeTree(registration);
        await removeIfEmpty(dirname(registration));
      }
      if (isOurs) await removeIfEmpty(dirname(path));
    } catch (error) {
      throw new NinefoldError('task-worktree-left', { id, path, reason: reasonOf(error) }, { cause: error });
    }
  }
}

/**
 * Lists existing worktrees of tasks, each with git's own folder of it, for `remove`.
 *
 * @param worktrees tests whether one is a task's own
 */
export async function leftWorktrees(
  layout: StateLayout,
  worktrees: Pick<TaskWorktreePort, 'mayRemove'>,
): Promise<readonly string[]> {
  const agents = join(layout.root, 'state', 'agents');
  const left: string[] = [];
  for (const name of (await entryNames(agents)).filter((one) => one.startsWith(layout.prefix))) {
    const path = /"worktree": \{\s*"path": ("(?:[^"\\]|\\.)*")/.exec(
      (await tryReadForeignText(join(agents, name, 'result.json'), 'task')) ?? '',
    )?.[1];
    if (path === undefined) continue;
    const worktree = parseJson(path) as string;
    if (!(await worktrees.mayRemove(name.slice(layout.prefix.length), worktree))) continue;
    left.push(worktree, ...(await registrationsOf(layout.folder, worktree)));
  }
  return left;
}

/** Why a recorded worktree isn't touched. */
export const NOT_OWN = "it isn't where Ninefold creates this task's worktree";

const OWN_PLACE = /[/\\]ninefold[/\\]worktrees[/\\][a-z0-9-]+-[0-9a-f]{10}[/\\][^/\\]+$/;

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    // Either not empty or gone, which is fine.
  }
}

function lastLine(text: string): string {
  return (
    text
      .split('\n')
      .at(-1)
      ?.replace(/^fatal: /, '') ?? 'git failed'
  );
}
