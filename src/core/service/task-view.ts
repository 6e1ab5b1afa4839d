/** A task as a view shows it: state, duration, and declared and written files. */

import { isComplete, isDeclared } from '../tasks/task-paths.ts';
import type { RefusalReason } from '../tasks/task-paths.ts';
import type { TaskPlace } from '../tasks/task-places.ts';
import { elapsedOf, failureOf, taskState } from '../tasks/task-state.ts';
import type { TaskState } from '../tasks/task-state.ts';
import type { FoundFile, StoredTask, TaskPorts } from './task-ports.ts';

export interface TaskOutput {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly isDeclared: boolean;
  readonly isDeleted: boolean;
  /** Why it is never merged; null if it can be. */
  readonly refusal: RefusalReason | null;
}

export interface TaskView {
  readonly id: string;
  readonly title: string;
  readonly template: string;
  /** Null for a task file that isn't tied to a workflow. */
  readonly workflow: string | null;
  readonly agent: string;
  readonly place: TaskPlace;
  readonly state: TaskState;
  /** Why its run failed, as text; null if it didn't. */
  readonly failure: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Duration of the newest run in milliseconds, up to now while it runs; null if there was none. */
  readonly elapsed: number | null;
  readonly exitCode: number | null;
  readonly commit: string | null;
  readonly declared: readonly string[];
  /** What it wrote and still awaits review. */
  readonly outputs: readonly TaskOutput[];
  /** What has landed in the workspace. */
  readonly merged: readonly string[];
  /** The agent's folder; null until there is one. This and the following paths are absolute. */
  readonly folder: string | null;
  readonly taskFile: string;
  readonly log: string | null;
  readonly report: string | null;
  /** Its merge was interrupted: `recover` finishes or reverts it. */
  readonly isLanding: boolean;
}

/** Tests whether a task is running: its agent is alive, or isn't started yet and its starter is alive. */
export function isRunAlive({ record: { run } }: StoredTask, { runner }: TaskPorts): boolean {
  if (run?.end !== null) return false;
  return runner.isAlive(run.process ?? run.runner, run.startedAt);
}

/**
 * Makes the view of a task.
 *
 * @throws task-too-many
 */
export async function viewOf(task: StoredTask, ports: TaskPorts, now: string): Promise<TaskView> {
  const { record } = task;
  const { run } = record;
  const isAlive = isRunAlive(task, ports);
  const found = record.discardedAt === null ? await ports.files.found(task) : [];
  const isWhole = task.report !== null || isComplete(record.outputs, pathsOf(found));
  return {
    id: record.id,
    title: record.title,
    template: record.template,
    workflow: record.workflow,
    agent: record.agent,
    place: record.place,
    state: taskState(record, { isAlive, isComplete: isWhole }),
    failure: failureOf(run, isAlive),
    createdAt: record.createdAt,
    startedAt: run?.startedAt ?? null,
    endedAt: run?.endedAt ?? null,
    elapsed: elapsedOf(run, now),
    exitCode: run?.exitCode ?? null,
    commit: record.base.commit,
    declared: record.outputs,
    outputs: found.map((file) => outputOf(file, record.outputs)),
    merged: Object.keys(record.landed),
    folder: record.discardedAt === null ? (run?.folder ?? record.worktree?.path ?? null) : null,
    taskFile: task.taskFile,
    log: task.log,
    report: task.report,
    isLanding: task.isLanding,
  };
}

function pathsOf(found: readonly FoundFile[]): readonly string[] {
  return found.filter(({ isDeleted, refusal }) => !isDeleted && refusal === null).map(({ path }) => path);
}

function outputOf({ path, isDeleted, refusal }: FoundFile, declared: readonly string[]): TaskOutput {
  return { path, isDeclared: isDeclared(path, declared), isDeleted, refusal };
}
