/**
 * Agent tasks: background work of a second agent, from a template to a reviewed merge. Every surface makes, runs,
 * merges, and discards tasks here. A merge changes the workflow through `WorkflowService`.
 */

import { NinefoldError } from '../errors.ts';
import { overlaps } from '../tasks/task-paths.ts';
import type { TaskState } from '../tasks/task-state.ts';
import type { Actor } from '../workflow/events.ts';
import { checkUsualPlace, createTask } from './create-task.ts';
import type { CreateTask } from './create-task.ts';
import { diffTask, sideOf } from './task-diff.ts';
import type { Side, TaskFileDiff } from './task-diff.ts';
import { mergeTask, rejectFiles } from './task-merge.ts';
import type { MergeOutcome, MergeTask, RejectOutcome } from './task-merge.ts';
import { TaskServiceContext } from './task-service-context.ts';
import type { StoredTask } from './task-ports.ts';
import { cancelRun, placeTask, startRun } from './task-runs.ts';
import type { RunTask, StartedRun } from './task-runs.ts';
import { isRunAlive, viewOf } from './task-view.ts';
import type { TaskView } from './task-view.ts';

/** Declared outputs that another task also declares. */
interface Overlap {
  readonly task: string;
  readonly paths: readonly string[];
}

export interface CreatedTask {
  readonly task: TaskView;
  readonly overlaps: readonly Overlap[];
  /** Uncommitted files that it may change or should read: a worktree doesn't have them in their current state. */
  readonly uncommitted: readonly string[];
}

export interface TaskList {
  readonly tasks: readonly TaskView[];
  readonly failures: readonly NinefoldError[];
}

const OPEN_STATES: ReadonlySet<TaskState> = new Set(['open', 'running', 'finished', 'failed']);

export class AgentTaskService extends TaskServiceContext {
  /**
   * Call this before asking a person for the task.
   *
   * @throws NinefoldError task-commit-missing
   */
  checkCreate(): Promise<void> {
    return checkUsualPlace(this);
  }

  /**
   * Makes a task from a template, filled from a workflow. Nothing runs yet.
   *
   * @throws NinefoldError task-template-unknown, task-outputs-missing, task-commit-missing, task-exists,
   *   task-id-invalid, task-agent-unknown, path-outside, path-invalid, workflow-unknown, workflow-none-active
   */
  async create(request: CreateTask, actor: Actor): Promise<CreatedTask> {
    const { task, uncommitted } = await createTask(this, request, actor);
    const mine = task.record;
    const { tasks } = await this.list();
    const others = tasks.filter(({ id, state }) => id !== mine.id && OPEN_STATES.has(state));
    const found = others.map(({ id, declared }) => ({ task: id, paths: overlaps(mine.outputs, declared) }));
    return {
      task: await this.#view(task),
      overlaps: found.filter(({ paths }) => paths.length > 0),
      uncommitted,
    };
  }

  /** Lists all tasks, oldest first. Writes nothing. */
  async list(): Promise<TaskList> {
    const { tasks, failures } = await this.ports.store.list();
    const views: TaskView[] = [];
    const faults = [...failures];
    for (const task of tasks) {
      try {
        views.push(await this.#view(task));
      } catch (error) {
        if (!NinefoldError.is(error)) throw error;
        faults.push(error);
      }
    }
    return { tasks: views, failures: faults };
  }

  /**
   * Returns a task.
   *
   * @throws task-unknown, task-damaged, task-too-many
   */
  async get(id: string): Promise<TaskView> {
    return this.#view(await this.ports.store.read(id));
  }

  /**
   * Makes the agent's working folder, for running an agent by hand.
   *
   * @returns the absolute folder
   */
  prepare(id: string): Promise<string> {
    return placeTask(this, id);
  }

  /**
   * Starts the task's agent. Await `ended` so that the end of the run is recorded.
   *
   * @throws task-running, task-closed, task-agent-unknown, task-program-missing, task-worktree-failed
   */
  run(id: string, request: RunTask = {}): Promise<StartedRun> {
    return startRun(this, id, request);
  }

  /**
   * Stops the run, whoever started it.
   *
   * @throws task-not-running
   */
  async cancel(id: string): Promise<TaskView> {
    return this.#view(await cancelRun(this, id));
  }

  /** Compares the task's files with the workspace. Writes nothing. */
  diff(id: string): Promise<readonly TaskFileDiff[]> {
    return diffTask(this, id);
  }

  /** Returns one side of a file, for an editor; null if that side has none. */
  side(id: string, path: string, side: Side): Promise<Uint8Array | null> {
    return sideOf(this, id, path, side);
  }

  /**
   * Merges what a person accepts, in one step.
   *
   * @throws as `mergeTask`
   */
  merge(id: string, request: MergeTask, actor: Actor): Promise<MergeOutcome> {
    return mergeTask(this, id, request, actor);
  }

  /**
   * Marks files as unwanted until the agent writes them again.
   *
   * @throws as `rejectFiles`
   */
  reject(id: string, paths: readonly string[], actor: Actor): Promise<RejectOutcome> {
    return rejectFiles(this, id, paths, actor);
  }

  /**
   * Deletes a task's output, including its worktree. Its text, record, and logs stay.
   *
   * @throws task-running, task-unknown, task-worktree-left
   */
  async discard(id: string): Promise<TaskView | null> {
    await this.requireRecovered();
    let task: StoredTask;
    try {
      task = await this.ports.store.read(id);
    } catch (error) {
      if (!NinefoldError.is(error, 'task-damaged')) throw error;
      await this.ports.worktrees.remove(id, this.ports.worktrees.pathFor(id));
      await this.ports.store.discardDamaged(id);
      return null;
    }
    if (isRunAlive(task, this.ports)) throw new NinefoldError('task-running', { id });
    await this.removeWorktree(task);
    await this.ports.store.clear(task);
    const discardedAt = task.record.discardedAt ?? this.now();
    const after = await this.ports.store.change(id, (record) =>
      record.mergedAt === null ? { ...record, discardedAt, worktree: null } : { ...record, worktree: null },
    );
    return this.#view(after);
  }

  #view(task: StoredTask): Promise<TaskView> {
    return viewOf(task, this.ports, this.now());
  }
}
