/** Stores the records of agent tasks: a folder per task below `state/agents/`, changed under a separate lock. */

import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import type { StoredTask, TaskStorePort } from '../../core/service/task-ports.ts';
import { TASK_SCHEMA, taskRecordSchema } from '../../core/tasks/task-record.ts';
import type { TaskRecord } from '../../core/tasks/task-record.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { moveTo, removeTree } from '../files/patient-files.ts';
import { isRefusal, readText } from '../files/safe-read.ts';
import { ifExists, isFile, isLink, entryNames } from '../files/optional-file.ts';
import { withLock } from '../lock/lock.ts';
import { realPathOf } from '../files/real-path.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { flatTaskId, readFlatTask, taskText } from './flat-tasks.ts';
import { MERGE_PLAN_FILE } from './merge-plan.ts';

const RECORD_FILE = 'result.json';
const OUTPUT = 'output';
const LINK_IN_FOLDER = 'its folder contains a link';
const NOT_FLAT = "the file that it names isn't this task's file in the folder set by tasks.folder";

export interface TaskStoreOptions {
  readonly layout: StateLayout;
  readonly prepare: () => Promise<void>;
  /** Returns the rule `tasks.folder`; empty for none. */
  readonly flatFolder: () => Promise<string>;
}

/** The lock of all tasks of a root, next to that of its journals. */
function taskLock(layout: StateLayout): string {
  return join(layout.root, 'state', 'agents.lock');
}

export class TaskStore implements TaskStorePort {
  readonly #options: TaskStoreOptions;

  constructor(options: TaskStoreOptions) {
    this.#options = options;
  }

  async list(): Promise<{
    readonly tasks: readonly StoredTask[];
    readonly failures: readonly NinefoldError[];
  }> {
    const tasks: StoredTask[] = [];
    const failures: NinefoldError[] = [];
    for (const id of await this.#ids()) {
      try {
        tasks.push(await this.read(id));
      } catch (error) {
        if (!NinefoldError.is(error)) throw error;
        // Its folder is incomplete, or disappeared meanwhile.
        if (error.code !== 'task-unknown') failures.push(error);
      }
    }
    tasks.sort((one, other) => (one.record.createdAt < other.record.createdAt ? -1 : 1));
    return { tasks, failures };
  }

  async read(id: string): Promise<StoredTask> {
    const own = await this.#own(id);
    if (own !== undefined) return own;
    const flat = await this.#flat(id);
    if (flat === undefined) throw new NinefoldError('task-unknown', { id });
    return flat;
  }

  async create(
    record: TaskRecord,
    text: string,
    bases: ReadonlyMap<string, Uint8Array>,
  ): Promise<StoredTask> {
    return this.#locked(async (check) => {
      const known = [...(await this.#ids())].some((id) => id === record.id);
      if (known) throw new NinefoldError('task-exists', { id: record.id });
      await this.#options.prepare();
      const folder = this.#folder(record.id);
      for (const [path, bytes] of bases) await replaceFile(join(folder, 'base', path), bytes);
      await mkdir(join(folder, OUTPUT), { recursive: true });
      await replaceFile(join(folder, 'task.md'), text);
      // The record comes last: without it, there is no task.
      await this.#write(record, check);
      return this.#stored(record);
    });
  }

  async change(id: string, change: (record: TaskRecord) => TaskRecord): Promise<StoredTask> {
    return this.#locked(async (check) => {
      const { record } = await this.read(id);
      const after = change(record);
      if (after !== record) {
        await this.#options.prepare();
        await this.#write(after, check);
      }
      return this.#stored(after);
    });
  }

  async text({ taskFile, record }: StoredTask): Promise<string> {
    // The state folder may be a link of the user's own; its content must not be.
    const folder = record.source === null ? dirname(taskFile) : this.#options.layout.folder;
    return (await taskText(taskFile, record.id, folder)) ?? '';
  }

  async clear({ record }: StoredTask, isRunAgain = false): Promise<void> {
    const folder = this.#folder(record.id);
    for (const name of [OUTPUT, 'marked', ...(isRunAgain ? [] : ['base'])]) {
      await removeTree(join(folder, name));
    }
    if (isRunAgain) await mkdir(join(folder, OUTPUT), { recursive: true });
  }

  async discardDamaged(id: string): Promise<void> {
    await this.#locked(async () => {
      const folder = this.#folder(id);
      const aside = join(
        this.#options.layout.root,
        'state',
        'trash',
        `${this.#options.layout.prefix}task-${id}`,
      );
      await mkdir(dirname(aside), { recursive: true });
      await removeTree(aside);
      // An unusable task file may have no record yet.
      await ifExists(moveTo(folder, aside));
    });
  }

  async #own(id: string): Promise<StoredTask | undefined> {
    const folder = this.#folder(id);
    const file = join(folder, RECORD_FILE);
    if (await hasLink(folder)) throw new NinefoldError('task-damaged', { id, file, reason: LINK_IN_FOLDER });
    const text = await readRecord(file, id, this.#options.layout.root);
    if (text === undefined) return undefined;
    const value = parseValue(text);
    const record = taskRecordSchema.safeParse(value).data;
    if (record === undefined) refuseNewer(value, TASK_SCHEMA, file);
    // In the user's root, a name may have this project's prefix and belong to another.
    if (record !== undefined && record.id !== id && this.#options.layout.project !== null) return undefined;
    if (record?.id !== id)
      throw new NinefoldError('task-damaged', { id, file, reason: "it isn't a task record" });
    return this.#stored(record.source === null ? record : await this.#asDocumented(record, file));
  }

  async #flat(id: string): Promise<StoredTask | undefined> {
    const file = await this.#flatFile(id);
    const record = file === undefined ? undefined : await readFlatTask(file, id, this.#options.layout.folder);
    return record === undefined ? undefined : this.#stored(record);
  }

  /**
   * Replaces parts of a record by what its task file says: a record from a cloned repository could have any file read
   * and merged.
   */
  async #asDocumented(record: TaskRecord, file: string): Promise<TaskRecord> {
    const { id, source, mergedAt, discardedAt } = record;
    const flat = await this.#flatFile(id);
    // Only its history is left: nothing of the folder is read for it anymore.
    if (flat === undefined && (mergedAt ?? discardedAt) !== null) return withoutFolder(record);
    if (source === null || flat === undefined || !(await isSameFile(source, flat))) {
      throw new NinefoldError('task-damaged', { id, file, reason: NOT_FLAT });
    }
    const document = await readFlatTask(flat, id, this.#options.layout.folder);
    return { ...record, source: flat, outputs: document?.outputs ?? [], files: document?.files ?? [] };
  }

  async #flatFile(id: string): Promise<string | undefined> {
    const folder = await this.#flatFolder();
    const name = `task-${id}.md`;
    return folder === undefined || flatTaskId(name) === undefined ? undefined : join(folder, name);
  }

  async #stored(record: TaskRecord): Promise<StoredTask> {
    const folder = this.#folder(record.id);
    const shared = record.source === null ? null : dirname(record.source);
    const report = shared === null ? null : join(shared, `output-${record.id}.md`);
    return {
      record,
      taskFile: record.source ?? join(folder, 'task.md'),
      outputFolder: shared ?? join(folder, OUTPUT),
      markedFolder: join(folder, 'marked'),
      log: record.run === null ? null : join(folder, `run-${record.run.number}.log`),
      report: report !== null && (await isFile(report)) ? report : null,
      isLanding: await isFile(join(folder, MERGE_PLAN_FILE)),
    };
  }

  async #ids(): Promise<ReadonlySet<string>> {
    const { layout } = this.#options;
    const own = (await entryNames(join(layout.root, 'state', 'agents')))
      .filter((name) => name.startsWith(layout.prefix))
      .map((name) => name.slice(layout.prefix.length));
    const folder = await this.#flatFolder();
    const flat = folder === undefined ? [] : await entryNames(folder);
    return new Set([...own, ...flat.flatMap((name) => flatTaskId(name) ?? [])]);
  }

  async #flatFolder(): Promise<string | undefined> {
    const folder = await this.#options.flatFolder();
    if (folder === '') return undefined;
    return isAbsolute(folder) ? folder : resolve(this.#options.layout.folder, folder);
  }

  #folder(id: string): string {
    return this.#options.layout.absolute(`state/agents/${id}`);
  }

  #locked<T>(work: (check: () => Promise<void>) => Promise<T>): Promise<T> {
    return withLock(taskLock(this.#options.layout), (hold) => work(() => hold.check()));
  }

  #write(record: TaskRecord, check: () => Promise<void>): Promise<void> {
    const file = join(this.#folder(record.id), RECORD_FILE);
    return replaceFile(file, `${JSON.stringify(record, null, 2)}\n`, check);
  }
}

/** Returns a closed task's record once `tasks.folder` isn't set anymore. */
function withoutFolder(record: TaskRecord): TaskRecord {
  return { ...record, source: null, outputs: [], files: [], base: { ...record.base, hashes: {} } };
}

/**
 * Tests whether a task's folder, or Ninefold's own content in it, is a link, through which writes would go elsewhere.
 * The agent's output is checked file by file.
 */
async function hasLink(folder: string): Promise<boolean> {
  if (await isLink(folder)) return true;
  const entries = await ifExists(readdir(folder, { withFileTypes: true }));
  return entries?.some((entry) => entry.isSymbolicLink() && entry.name !== OUTPUT) === true;
}

/** @throws NinefoldError task-damaged */
async function readRecord(path: string, id: string, root: string): Promise<string | undefined> {
  try {
    return await readText({ path, kind: 'task', below: root });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const reason = String(error.parameters.reason ?? error.parameters.most);
    throw new NinefoldError('task-damaged', { id, file: path, reason }, { cause: error });
  }
}

/** Tests whether two paths name the same file, through whatever names of its folder. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  if (!isAbsolute(one) || basename(one) !== basename(other)) return false;
  return (await realPathOf(dirname(one))) === (await realPathOf(dirname(other)));
}
