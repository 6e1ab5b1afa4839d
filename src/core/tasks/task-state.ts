/** Derives a task's state from its record and the facts. */

import type { TaskRecord, TaskRun } from './task-record.ts';

export type TaskState = 'open' | 'running' | 'finished' | 'failed' | 'merged' | 'discarded';

export interface TaskFacts {
  /** Whether the agent of an unfinished run, or its watcher, is alive. */
  readonly isAlive: boolean;
  /** Whether all declared outputs exist, because someone ran it by hand. */
  readonly isComplete: boolean;
}

/** Returns the state of a task. */
export function taskState(record: TaskRecord, facts: TaskFacts): TaskState {
  if (record.discardedAt !== null) return 'discarded';
  if (record.mergedAt !== null) return 'merged';
  const { run } = record;
  if (run === null) return facts.isComplete ? 'finished' : 'open';
  if (run.end === null) return facts.isAlive ? 'running' : 'failed';
  return isGoodEnd(run) ? 'finished' : 'failed';
}

function isGoodEnd({ end, exitCode }: TaskRun): boolean {
  return end === 'exit' && exitCode === 0;
}

/**
 * Describes why a run failed; null if it didn't.
 *
 * @param isAlive as for `taskState`
 */
export function failureOf(run: TaskRun | null, isAlive: boolean): string | null {
  if (run === null || isGoodEnd(run)) return null;
  switch (run.end) {
    case null:
      return isAlive ? null : 'it was interrupted';
    case 'interrupted':
      return 'it was interrupted';
    case 'exit':
      return `it exited with code ${run.exitCode ?? 'unknown'}`;
    case 'signal':
      return `it was stopped by ${run.reason ?? 'a signal'}`;
    case 'cancelled':
      return 'it was cancelled';
    case 'timeout':
      return `it ran longer than ${run.timeLimit} minutes`;
    case 'not-started':
      return `it couldn't be started (${run.reason ?? 'unknown'})`;
  }
}

/**
 * Returns the duration of a run in milliseconds; null if there was none.
 *
 * @param now ISO 8601
 */
export function elapsedOf(run: TaskRun | null, now: string): number | null {
  if (run === null) return null;
  return Math.max(0, Date.parse(run.endedAt ?? now) - Date.parse(run.startedAt));
}
