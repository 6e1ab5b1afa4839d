/**
 * Moves the files of a merge to the workspace in one step: first writes and syncs the plan; then copies of the
 * existing files, and temporary files; then renames; then appends the events. A failure is reverted, by this process
 * or the next one that finds the plan. A file that someone changed meanwhile is never overwritten.
 */

import { randomBytes } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import type { MergedFile, MergeWriterPort, StoredTask } from '../../core/service/task-ports.ts';
import { pathRefusal } from '../../core/tasks/task-paths.ts';
import { replaceFile, syncFolder, writeSynced } from '../files/atomic-file.ts';
import { moveTo, removeFile, removeTree } from '../files/patient-files.ts';
import { isOwn, replaceDocument } from '../files/own-document.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { readText } from '../files/safe-read.ts';
import { ifExists, pathExists } from '../files/optional-file.ts';
import { withLock } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { reasonOf } from '../files/system-error.ts';
import { MERGE_PLAN_FILE, MERGE_PLAN_SCHEMA, parseMergePlan } from './merge-plan.ts';
import type { MergePlan, PlannedFile } from './merge-plan.ts';
import { readPlain } from '../files/plain-file.ts';
import { sha256 } from '../files/sha256.ts';

const EXECUTABLE = 0o755;
const PERMISSIONS = 0o777;

export class MergeWriter implements MergeWriterPort {
  readonly #layout: StateLayout;

  constructor(layout: StateLayout) {
    this.#layout = layout;
  }

  async write(
    task: StoredTask,
    merge: string,
    files: readonly MergedFile[],
    commit: () => Promise<NinefoldError | null>,
  ): Promise<void> {
    await this.#locked(async () => {
      const folder = this.#taskFolder(task);
      const plan = await this.#plan(merge, files);
      await replaceDocument(join(folder, MERGE_PLAN_FILE), `${JSON.stringify(plan)}\n`, MERGE_PLAN_SCHEMA);
      let doubt: NinefoldError | null;
      try {
        for (const [at, file] of plan.files.entries()) await this.#prepare(folder, file, files[at]);
        for (const [at, file] of plan.files.entries()) await this.#swap(file, files[at]);
        doubt = await commit();
      } catch (error) {
        await this.#takeBack(folder, plan);
        throw error;
      }
      if (doubt !== null) throw doubt;
      await this.#tidy(folder, plan);
    });
  }

  async recover(task: StoredTask, isCommitted: (merge: string) => Promise<boolean>): Promise<void> {
    await this.#locked(async () => {
      const folder = this.#taskFolder(task);
      const path = join(folder, MERGE_PLAN_FILE);
      const text = await readText({ path, kind: 'task', below: this.#layout.root });
      if (text === undefined) return;
      const plan = parseMergePlan(text);
      refuseNewer(parseValue(text), MERGE_PLAN_SCHEMA, path);
      if (!isOwn(text, MERGE_PLAN_SCHEMA)) return;
      // It is replaced atomically, so a damaged one was never Ninefold's.
      if (plan === undefined || !this.#isOurs(plan)) await removeFile(join(folder, MERGE_PLAN_FILE));
      else if (await isCommitted(plan.merge)) await this.#tidy(folder, plan);
      else await this.#takeBack(folder, plan);
    });
  }

  /** The plan is a file that someone may have edited, so its paths must be where a merge may write. */
  #isOurs({ files, folders }: MergePlan): boolean {
    const { folder } = this.#layout;
    return [...files.map(({ path }) => path), ...folders].every(
      (path) => pathRefusal(path, folder, null) === null,
    );
  }

  async #plan(merge: string, files: readonly MergedFile[]): Promise<MergePlan> {
    const folders = new Set<string>();
    for (const { path, bytes } of files) {
      if (bytes === null) continue;
      for (const folder of await this.#missingFolders(path)) folders.add(folder);
    }
    const modes = await Promise.all(files.map(({ path }) => modeOf(join(this.#layout.folder, path))));
    return {
      schema: MERGE_PLAN_SCHEMA,
      merge,
      files: files.map(({ path, bytes, before }, at) => ({
        path,
        before,
        mode: modes[at],
        after: bytes === null ? null : hashOf(bytes),
        temporary: `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`,
        copy: String(at),
      })),
      folders: [...folders].sort((one, other) => one.length - other.length),
    };
  }

  async #missingFolders(path: string): Promise<readonly string[]> {
    const missing: string[] = [];
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      if (await pathExists(join(this.#layout.folder, folder))) break;
      missing.push(folder);
    }
    return missing;
  }

  /** Copies the existing file, and writes the new one next to it. */
  async #prepare(folder: string, planned: PlannedFile, file: MergedFile | undefined): Promise<void> {
    const target = join(this.#layout.folder, planned.path);
    try {
      const now = await this.#read(planned.path);
      if (now !== null) await replaceFile(join(folder, 'before', planned.copy), now);
      if (file === undefined || file.bytes === null) return;
      await mkdir(dirname(target), { recursive: true });
      const temporary = join(dirname(target), planned.temporary);
      await writeSynced(temporary, file.bytes);
      const mode = now === null ? (file.isExecutable ? EXECUTABLE : undefined) : (await stat(target)).mode;
      if (mode !== undefined) await chmod(temporary, mode);
    } catch (error) {
      throw mergeFailed(planned.path, error);
    }
  }

  async #swap(planned: PlannedFile, file: MergedFile | undefined): Promise<void> {
    const target = join(this.#layout.folder, planned.path);
    const now = await this.#read(planned.path);
    if ((now === null ? null : hashOf(now)) !== planned.before) {
      throw new NinefoldError('task-file-moved', { path: planned.path });
    }
    try {
      if (file === undefined || file.bytes === null) await removeFile(target);
      else await moveTo(join(dirname(target), planned.temporary), target);
      await syncFolder(dirname(target));
    } catch (error) {
      throw mergeFailed(planned.path, error);
    }
  }

  /** Restores every file, except those that someone else has changed since. */
  async #takeBack(folder: string, plan: MergePlan): Promise<void> {
    for (const planned of plan.files) {
      const target = join(this.#layout.folder, planned.path);
      await removeLeft(join(dirname(target), planned.temporary));
      const { bytes: now, refusal } = await readPlain(this.#layout.folder, planned.path);
      const hash = now === null ? null : hashOf(now);
      if (refusal !== null || hash !== planned.after || hash === planned.before) continue;
      if (planned.before === null) await removeFile(target);
      else await this.#restore(target, join(folder, 'before'), planned);
    }
    for (const made of plan.folders.toReversed()) await removeIfEmpty(join(this.#layout.folder, made));
    await this.#tidy(folder, plan);
  }

  async #restore(target: string, copies: string, planned: PlannedFile): Promise<void> {
    const { bytes } = await readPlain(copies, planned.copy);
    if (bytes === null || hashOf(bytes) !== planned.before) return;
    await replaceFile(target, bytes, undefined, (await modeOf(target)) ?? planned.mode);
  }

  /** The plan is deleted last: while it exists, the merge must be checked. */
  async #tidy(folder: string, plan: MergePlan): Promise<void> {
    for (const { path, temporary } of plan.files) {
      await removeLeft(join(this.#layout.folder, dirname(path), temporary));
    }
    await removeFile(join(folder, MERGE_PLAN_FILE));
    await syncFolder(folder);
    await removeTree(join(folder, 'before'));
  }

  async #read(path: string): Promise<Uint8Array | null> {
    const { bytes, refusal } = await readPlain(this.#layout.folder, path);
    if (refusal !== null) throw new NinefoldError('task-file-moved', { path });
    return bytes;
  }

  #taskFolder({ record }: StoredTask): string {
    return this.#layout.absolute(`state/agents/${record.id}`);
  }

  #locked(work: () => Promise<void>): Promise<void> {
    return withLock(join(this.#layout.root, 'state', 'agents-merge.lock'), work);
  }
}

function mergeFailed(path: string, error: unknown): NinefoldError {
  if (NinefoldError.is(error) && error.code !== 'file-unwritable') return error;
  const reason = NinefoldError.is(error) ? String(error.parameters.reason) : reasonOf(error);
  return new NinefoldError('task-merge-failed', { path, reason }, { cause: error });
}

function hashOf(bytes: Uint8Array): string {
  return sha256(bytes);
}

/** Permissions of a file; undefined if there is none. */
async function modeOf(path: string): Promise<number | undefined> {
  const status = await ifExists(stat(path));
  return status === undefined ? undefined : status.mode & PERMISSIONS;
}

/** A folder on the path may be gone, or a file by now. */
async function removeLeft(path: string): Promise<void> {
  await ifExists(removeFile(path));
}
