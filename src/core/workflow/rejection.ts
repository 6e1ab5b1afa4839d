/** The rejection that the current step still has to answer. */

import type { WorkflowState } from './state.ts';

export interface Rejection {
  readonly reason: string;
  /** Number of rejections since the step last began. */
  readonly attempts: number;
  /** When a person rejected it (ISO 8601). */
  readonly at: string;
}

/** Returns the rejection of the current step; null if it wasn't rejected, or was submitted again. */
export function openRejection({
  steps,
  current,
}: Pick<WorkflowState, 'steps' | 'current'>): Rejection | null {
  const { status, reason, attempts, since } = steps[current];
  return status !== 'in_progress' || attempts === 0 || reason === null
    ? null
    : { reason, attempts, at: since };
}

/** Returns the rejection that no check of the step has answered since; null if there is none. */
export function uncheckedRejection(
  state: Pick<WorkflowState, 'steps' | 'current' | 'checks'>,
): Rejection | null {
  const rejection = openRejection(state);
  if (rejection === null) return null;
  const isChecked = state.checks.some(
    ({ step, grade, at }) => step === state.current && grade !== 'claimed' && at > rejection.at,
  );
  return isChecked ? null : rejection;
}
