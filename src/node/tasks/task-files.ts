/** The three sides of a task's files: as the agent found them, as the workspace has them, as the agent left them. */

import { dirname, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import type {
  FoundFile,
  MarkedPort,
  PlainFile,
  StoredTask,
  TaskFilesPort,
} from '../../core/service/task-ports.ts';
import { foldName } from '../../core/paths/paths.ts';
import { pathRefusal } from '../../core/tasks/task-paths.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { git, runGit } from '../git/run-git.ts';
import { entryNames } from '../files/optional-file.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readPlain } from '../files/plain-file.ts';
import { findOutputs } from './task-outputs.ts';
import { NOT_OWN } from './task-worktrees.ts';
import type { TaskWorktrees } from './task-worktrees.ts';
import { mergeLines } from './three-way.ts';
import { sha256 } from '../files/sha256.ts';

export class TaskFiles implements TaskFilesPort {
  readonly merge = mergeLines;
  readonly #layout: StateLayout;
  readonly #worktrees: TaskWorktrees;
  readonly #isTrusted: () => boolean;

  /** @param isTrusted tests whether git may run here; called each time */
  constructor(layout: StateLayout, worktrees: TaskWorktrees, isTrusted: () => boolean) {
    this.#layout = layout;
    this.#worktrees = worktrees;
    this.#isTrusted = isTrusted;
  }

  async found(task: StoredTask): Promise<readonly FoundFile[]> {
    if (!this.#isTrusted()) return [];
    const { folder, rootInFolder: root } = this.#layout;
    const places = { folder, root };
    const found = await findOutputs(task, await this.#source(task), places);
    const [inPlace, cased] = await Promise.all([this.#inPlace(task, found), this.#casedOtherwise(found)]);
    return [
      ...found.map((file) => (cased.has(file.path) ? { ...file, refusal: 'case' as const } : file)),
      ...inPlace,
    ];
  }

  async theirsPath(task: StoredTask, path: string): Promise<string> {
    return join(await this.#source(task), path);
  }

  async theirs(task: StoredTask, path: string): Promise<PlainFile> {
    return readPlain(await this.#source(task), path);
  }

  async ours(path: string): Promise<PlainFile> {
    return readPlain(this.#layout.folder, path);
  }

  async base(task: StoredTask, path: string): Promise<Uint8Array | null> {
    const kept = await readPlain(join(dirname(task.taskFile), 'base'), path);
    if (kept.bytes !== null) return kept.bytes;
    const { base } = task.record;
    // The file is known to have been missing.
    if (base.hashes[path] === null) return null;
    const object = `${base.commit ?? 'HEAD'}:./${path}`;
    // Like a checkout, with local line ends. Filters are programs, which a query doesn't run.
    const shown = await runGit(this.#layout.folder, ['cat-file', '--filters', '--end-of-options', object]);
    return shown.code === 0 ? new Uint8Array(shown.stdout) : null;
  }

  hash(bytes: Uint8Array): string {
    return sha256(bytes);
  }

  async commit(): Promise<string | null> {
    const head = await git(this.#layout.folder, ['rev-parse', '--quiet', '--verify', 'HEAD']);
    const commit = head?.trim() ?? '';
    return commit === '' ? null : commit;
  }

  async #source(task: StoredTask): Promise<string> {
    const { id, worktree } = task.record;
    if (worktree === null) return task.outputFolder;
    const { path } = worktree;
    if (await this.#worktrees.owns(id, path)) return this.#worktrees.folderIn(path);
    throw new NinefoldError('task-unreadable', { id, path, reason: NOT_OWN });
  }

  /** Declared files that the agent wrote directly to the workspace. */
  async #inPlace(task: StoredTask, found: readonly FoundFile[]): Promise<readonly FoundFile[]> {
    const { worktree, source, base } = task.record;
    if (worktree !== null || source !== null || task.record.run === null) return [];
    const files: FoundFile[] = [];
    for (const [path, hash] of Object.entries(base.hashes)) {
      if (pathRefusal(path, this.#layout.folder, this.#layout.rootInFolder) !== null) continue;
      if (found.some((file) => file.path === path)) continue;
      const { bytes } = await this.ours(path);
      if (bytes === null || this.hash(bytes) === hash) continue;
      files.push({ path, isDeleted: false, refusal: null, isInPlace: true });
    }
    return files;
  }

  /** Paths that differ in case from an existing file, which they would overwrite where case is ignored. */
  async #casedOtherwise(found: readonly FoundFile[]): Promise<ReadonlySet<string>> {
    const names = new Map<string, readonly string[]>();
    const inFolder = async (folder: string): Promise<readonly string[]> => {
      const known = names.get(folder) ?? (await entryNames(join(this.#layout.folder, folder)));
      names.set(folder, known);
      return known;
    };
    const cased = new Set<string>();
    for (const { path, refusal, isDeleted } of found) {
      if (refusal !== null || isDeleted) continue;
      const parts = path.split('/');
      for (const [at, part] of parts.entries()) {
        const there = await inFolder(parts.slice(0, at).join('/'));
        if (there.includes(part)) continue;
        if (there.some((name) => foldName(name) === foldName(part))) cased.add(path);
        break;
      }
    }
    return cased;
  }
}

/** Marked copies in the task's folder. */
export class MarkedCopies implements MarkedPort {
  path({ markedFolder }: StoredTask, path: string): string {
    return join(markedFolder, path);
  }

  async read({ markedFolder }: StoredTask, path: string): Promise<Uint8Array | null> {
    return (await readPlain(markedFolder, path)).bytes;
  }

  async write(task: StoredTask, path: string, bytes: Uint8Array): Promise<void> {
    await replaceFile(this.path(task, path), bytes);
  }
}
