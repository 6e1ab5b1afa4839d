/** What agent tasks need of the world beside the ports of the workflow. `node/tasks/` supplies it. */

import type { NinefoldError } from '../errors.ts';
import type { RefusalReason } from '../tasks/task-paths.ts';
import type { TaskProcess, TaskRecord, TaskRunEnd } from '../tasks/task-record.ts';

/** A task as it lies on disk. All paths are absolute. */
export interface StoredTask {
  readonly record: TaskRecord;
  readonly taskFile: string;
  /** Where an agent that works in the workspace puts its files. */
  readonly outputFolder: string;
  /** Where marked copies of conflicts are. */
  readonly markedFolder: string;
  /** Log of the newest run; null where there was none. */
  readonly log: string | null;
  /** What a task file of the seeds' kind reported in words (`output-*.md`); null where there is none. */
  readonly report: string | null;
  /** A merge was cut off and not yet taken back or finished. */
  readonly isLanding: boolean;
}

export interface TaskStorePort {
  /** Every task, oldest first; one that can't be read doesn't hide the others. */
  list(): Promise<{ readonly tasks: readonly StoredTask[]; readonly failures: readonly NinefoldError[] }>;
  /** @throws task-unknown, task-damaged */
  read(id: string): Promise<StoredTask>;
  /**
   * Makes a task's folder.
   *
   * @param bases what files it may change held then, for those that exist
   * @throws task-exists
   */
  create(record: TaskRecord, text: string, bases: ReadonlyMap<string, Uint8Array>): Promise<StoredTask>;
  /** Changes a record under the lock of the tasks. @throws task-unknown, task-damaged */
  change(id: string, change: (record: TaskRecord) => TaskRecord): Promise<StoredTask>;
  /** The text of its file. */
  text(task: StoredTask): Promise<string>;
  /**
   * Takes away what it wrote; its record, text and logs stay. Files that Ninefold didn't make stay.
   *
   * @param isRunAgain keeps what its agent began from
   */
  clear(task: StoredTask, isRunAgain?: boolean): Promise<void>;
  /** Moves a task whose record can't be read into the trash. */
  discardDamaged(id: string): Promise<void>;
}

/** A file that a task wrote, or why it isn't one to be merged. */
export interface FoundFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly isDeleted: boolean;
  readonly refusal: RefusalReason | null;
  /** The agent wrote it where it belongs, into the workspace itself. */
  readonly isInPlace: boolean;
}

export interface PlainFile {
  /** Null where there is no file. */
  readonly bytes: Uint8Array | null;
  readonly isExecutable: boolean;
  readonly refusal: RefusalReason | null;
}

export interface TaskFilesPort {
  /** What a task wrote, sorted. @throws task-too-many */
  found(task: StoredTask): Promise<readonly FoundFile[]>;
  /** Absolute path of a file as the task wrote it. */
  theirsPath(task: StoredTask, path: string): Promise<string>;
  theirs(task: StoredTask, path: string): Promise<PlainFile>;
  /** The file of the workspace. */
  ours(path: string): Promise<PlainFile>;
  /** The file as the agent found it; null where there was none. */
  base(task: StoredTask, path: string): Promise<Uint8Array | null>;
  hash(bytes: Uint8Array): string;
  /** Both sides put together by lines. @returns null where that can't be done (no git, too long) */
  merge(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array, label: string): Promise<MergedLines | null>;
  /** Commit of HEAD; null without git or without a commit. */
  commit(): Promise<string | null>;
}

export interface MergedLines {
  readonly bytes: Uint8Array;
  readonly conflicts: number;
}

/** Marked copies, one for each conflict, for a person to resolve. */
export interface MarkedPort {
  path(task: StoredTask, path: string): string;
  read(task: StoredTask, path: string): Promise<Uint8Array | null>;
  write(task: StoredTask, path: string, bytes: Uint8Array): Promise<void>;
}

export interface TaskWorktreePort {
  /** Where the worktree of a task would be. */
  pathFor(id: string): string;
  /** Makes a worktree without a branch. @returns git's own folder of it @throws task-worktree-failed */
  make(path: string, commit: string): Promise<string>;
  /** Absolute folder in the worktree that stands for the workspace folder. */
  folderIn(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** Whether a path is of a worktree made for the task: a record is a file that somebody may have changed. */
  owns(id: string, path: string): Promise<boolean>;
  /** Whether an agent may work in it: it isn't another repository's, such as that of a copied project's original. */
  mayWorkIn(id: string, path: string): Promise<boolean>;
  /** Whether it may be removed: it leads back to this very repository. */
  mayRemove(id: string, path: string): Promise<boolean>;
  /**
   * Removes it with all that git knows of it here. One that leads to another repository stays: it is that one's.
   *
   * @throws task-worktree-left
   */
  remove(id: string, path: string): Promise<void>;
}

/** A file on its way into the workspace. */
export interface MergedFile {
  readonly path: string;
  /** Null: it is deleted. */
  readonly bytes: Uint8Array | null;
  /** What must stand there now; null: nothing. */
  readonly before: string | null;
  readonly isExecutable: boolean;
}

export interface MergeWriterPort {
  /**
   * Puts all files in place and then commits; a failure of either takes everything back.
   *
   * @param commit null once that is saved; why it can't be told whether it is: files and plan stay then, for `recover`
   * @throws task-file-moved, task-merge-failed, and what `commit` throws or says
   */
  write(
    task: StoredTask,
    merge: string,
    files: readonly MergedFile[],
    commit: () => Promise<NinefoldError | null>,
  ): Promise<void>;
  /**
   * Finishes or takes back a merge whose process died.
   *
   * @param isCommitted whether the workflow's journal has that merge
   */
  recover(task: StoredTask, isCommitted: (merge: string) => Promise<boolean>): Promise<void>;
}

export interface AgentStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly folder: string;
  /** Absolute path of the log. */
  readonly log: string;
  /** Added to the environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** An agent at work. */
export interface AgentAtWork {
  readonly process: TaskProcess;
  /** Resolves when it has ended; never rejects. */
  readonly ended: Promise<AgentEnd>;
}

export interface AgentEnd {
  readonly end: Extract<TaskRunEnd, 'exit' | 'signal'>;
  readonly exitCode: number | null;
  readonly reason: string | null;
}

export interface TaskRunnerPort {
  /** This process, as a record names it. */
  readonly self: TaskProcess;
  /** @throws the system's error as `task-not-started` reason */
  start(start: AgentStart): Promise<AgentAtWork | { readonly failure: string }>;
  programExists(program: string, folder: string): Promise<boolean>;
  /** Whether a process that was seen at `since` (ISO) lives; of another machine's it is believed. */
  isAlive(process: TaskProcess, since: string): boolean;
  /** Ends a process and those it started. Nothing where it is gone. */
  kill(process: TaskProcess): Promise<void>;
  /** Calls `due` after so many minutes. @returns how to call it off */
  after(minutes: number, due: () => void): () => void;
}

export interface TaskPorts {
  readonly store: TaskStorePort;
  readonly files: TaskFilesPort;
  readonly marked: MarkedPort;
  readonly worktrees: TaskWorktreePort;
  readonly merges: MergeWriterPort;
  readonly runner: TaskRunnerPort;
}
