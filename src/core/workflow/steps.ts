/** Walks the eleven steps: finds the next one, and the one that a person means. */

import { NinefoldError } from '../errors.ts';
import { STEP_IDS, isSubPhase, parsePhase, phaseOfStep, stepIndex } from './phases.ts';
import type { StepId } from './phases.ts';
import type { WorkflowState } from './state.ts';

/** Returns the first open step after `step`; null if there is none. */
export function nextStep(state: WorkflowState, step: StepId): StepId | null {
  const later = STEP_IDS.slice(stepIndex(step) + 1);
  return later.find((id) => state.steps[id].status === 'pending') ?? null;
}

/**
 * Returns the steps of a phase as typed.
 *
 * @throws phase-unknown
 */
export function stepsNamed(phase: string): readonly StepId[] {
  const steps = parsePhase(phase);
  if (steps === undefined) throw new NinefoldError('phase-unknown', { phase });
  return steps;
}

/**
 * Returns the step to enter for a phase as typed: the step itself, or for `5` the first that the preset didn't skip.
 */
export function stepToEnter(state: WorkflowState, phase: string): StepId {
  const steps = stepsNamed(phase);
  const first = steps.find((step) => !state.steps[step].byPreset) ?? steps[0];
  if (first === undefined) throw new NinefoldError('phase-unknown', { phase });
  return first;
}

/** Tests whether `phase`, as typed, means the current step (`5` does in `5b`). */
export function namesCurrent(state: WorkflowState, phase: string): boolean {
  return stepsNamed(phase).includes(state.current);
}

/**
 * Returns the step that `phase`, as typed, means: the current one if it is included, otherwise the first; undefined
 * if the phase is invalid.
 */
export function stepMeant(state: WorkflowState, phase: string): StepId | undefined {
  return namesCurrent(state, phase) ? state.current : stepsNamed(phase)[0];
}

/** Tests whether the current step of a running workflow wants a check rather than a document. */
export function wantsCheck({ status, current }: Pick<WorkflowState, 'status' | 'current'>): boolean {
  return status === 'in_progress' && isSubPhase(current);
}

/** Names steps in a message: `5` for the whole phase, otherwise the step. */
export function nameOfSteps(steps: readonly StepId[]): string {
  const [first] = steps;
  if (first === undefined) return '';
  return steps.length === 1 ? first : String(phaseOfStep(first));
}
