/** What agent tasks need from the outside world in addition to the workflow's ports. Implemented in `node/tasks/`. */

import type { NinefoldError } from '../errors.ts';
import type { RefusalReason } from '../tasks/task-paths.ts';
import type { TaskProcess, TaskRecord, TaskRunEnd } from '../tasks/task-record.ts';

/** A task on disk. All paths are absolute. */
export interface StoredTask {
  readonly record: TaskRecord;
  readonly taskFile: string;
  /** Output folder of an agent that works in the workspace. */
  readonly outputFolder: string;
  /** Folder of the marked copies of conflicts. */
  readonly markedFolder: string;
  /** Log of the newest run; null if there was none. */
  readonly log: string | null;
  /** Text reported by a task file of the older form (`output-*.md`); null if there is none. */
  readonly report: string | null;
  /** A merge was interrupted and hasn't been reverted or finished yet. */
  readonly isLanding: boolean;
}

export interface TaskStorePort {
  /** Lists all tasks, oldest first; an unreadable one doesn't hide the others. */
  list(): Promise<{ readonly tasks: readonly StoredTask[]; readonly failures: readonly NinefoldError[] }>;
  /**
   * Reads a task.
   *
   * @throws task-unknown, task-damaged
   */
  read(id: string): Promise<StoredTask>;
  /**
   * Makes a task's folder.
   *
   * @param bases current content of the files it may change, for those that exist
   * @throws task-exists
   */
  create(record: TaskRecord, text: string, bases: ReadonlyMap<string, Uint8Array>): Promise<StoredTask>;
  /**
   * Changes a record under the lock of the tasks.
   *
   * @throws task-unknown, task-damaged
   */
  change(id: string, change: (record: TaskRecord) => TaskRecord): Promise<StoredTask>;
  /** Reads the text of the task file. */
  text(task: StoredTask): Promise<string>;
  /**
   * Removes its output; its record, text, and logs stay, and so do files that Ninefold didn't make.
   *
   * @param isRunAgain keeps what its agent started from
   */
  clear(task: StoredTask, isRunAgain?: boolean): Promise<void>;
  /** Moves a task with an unreadable record to the trash. */
  discardDamaged(id: string): Promise<void>;
}

/** A file that a task wrote, or why it can't be merged. */
export interface FoundFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly isDeleted: boolean;
  readonly refusal: RefusalReason | null;
  /** The agent wrote it directly to the workspace. */
  readonly isInPlace: boolean;
}

export interface PlainFile {
  /** Null if there is no file. */
  readonly bytes: Uint8Array | null;
  readonly isExecutable: boolean;
  readonly refusal: RefusalReason | null;
}

export interface TaskFilesPort {
  /**
   * Finds what a task wrote, sorted.
   *
   * @throws task-too-many
   */
  found(task: StoredTask): Promise<readonly FoundFile[]>;
  /** Returns the absolute path of a file as the task wrote it. */
  theirsPath(task: StoredTask, path: string): Promise<string>;
  theirs(task: StoredTask, path: string): Promise<PlainFile>;
  /** Reads the workspace's file. */
  ours(path: string): Promise<PlainFile>;
  /** Reads the file as the agent found it; null if there was none. */
  base(task: StoredTask, path: string): Promise<Uint8Array | null>;
  hash(bytes: Uint8Array): string;
  /**
   * Merges both sides by lines.
   *
   * @returns null if that isn't possible (no git, too long)
   */
  merge(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array, label: string): Promise<MergedLines | null>;
  /** Returns the commit of HEAD; null without git or without commits. */
  commit(): Promise<string | null>;
}

export interface MergedLines {
  readonly bytes: Uint8Array;
  readonly conflicts: number;
}

/** Marked copies, one per conflict, for a person to resolve. */
export interface MarkedPort {
  path(task: StoredTask, path: string): string;
  read(task: StoredTask, path: string): Promise<Uint8Array | null>;
  write(task: StoredTask, path: string, bytes: Uint8Array): Promise<void>;
}

export interface TaskWorktreePort {
  /** Returns the path for a task's worktree. */
  pathFor(id: string): string;
  /**
   * Makes a worktree without a branch.
   *
   * @returns git's own folder of it
   * @throws task-worktree-failed
   */
  make(path: string, commit: string): Promise<string>;
  /** Returns the absolute folder in the worktree that corresponds to the workspace folder. */
  folderIn(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** Tests whether a path belongs to a worktree made for the task: someone may have edited the record. */
  owns(id: string, path: string): Promise<boolean>;
  /**
   * Tests whether an agent may work in it: it doesn't belong to another repository, such as the original of a copied
   * project.
   */
  mayWorkIn(id: string, path: string): Promise<boolean>;
  /** Tests whether it may be removed: it belongs to this very repository. */
  mayRemove(id: string, path: string): Promise<boolean>;
  /**
   * Removes it and what git records about it here. A worktree of another repository stays.
   *
   * @throws task-worktree-left
   */
  remove(id: string, path: string): Promise<void>;
}

/** A file to be written to the workspace. */
export interface MergedFile {
  readonly path: string;
  /** Null deletes it. */
  readonly bytes: Uint8Array | null;
  /** Hash of what must be there now; null: nothing. */
  readonly before: string | null;
  readonly isExecutable: boolean;
}

export interface MergeWriterPort {
  /**
   * Puts all files in place, then commits; a failure of either reverts everything.
   *
   * @param commit returns null once that is saved, or why that is unknown: files and plan then stay for `recover`
   * @throws task-file-moved, task-merge-failed, and what `commit` throws or returns
   */
  write(
    task: StoredTask,
    merge: string,
    files: readonly MergedFile[],
    commit: () => Promise<NinefoldError | null>,
  ): Promise<void>;
  /**
   * Finishes or reverts a merge whose process crashed.
   *
   * @param isCommitted whether the workflow's journal has that merge
   */
  recover(task: StoredTask, isCommitted: (merge: string) => Promise<boolean>): Promise<void>;
}

export interface AgentStart {
  /** Id of the agent. */
  readonly agent: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly folder: string;
  /** Absolute path of the log. */
  readonly log: string;
  /** Added to the environment. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A running agent. */
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
  /** This process, as named in a record. */
  readonly self: TaskProcess;
  /**
   * Starts an agent.
   *
   * @throws the system's error as the reason of `task-not-started`
   */
  start(start: AgentStart): Promise<AgentAtWork | { readonly failure: string }>;
  programExists(program: string, folder: string): Promise<boolean>;
  /** Tests whether a process that was seen at `since` (ISO 8601) is alive; assumes so on another machine. */
  isAlive(process: TaskProcess, since: string): boolean;
  /** Kills a process and those it started. Does nothing if it is gone. */
  kill(process: TaskProcess): Promise<void>;
  /**
   * Calls `due` after that many minutes.
   *
   * @returns a function that cancels it
   */
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
