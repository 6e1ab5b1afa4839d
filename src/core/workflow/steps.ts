/** Walking the eleven steps: which comes next, which a person means. */

import { NinefoldError } from '../errors.ts';
import { STEP_IDS, parsePhase, phaseOfStep, stepIndex } from './phases.ts';
import type { StepId } from './phases.ts';
import type { WorkflowState } from './state.ts';

/** The first step after `step` that still has to be done; null where there is none. */
export function nextStep(state: WorkflowState, step: StepId): StepId | null {
  const later = STEP_IDS.slice(stepIndex(step) + 1);
  return later.find((id) => state.steps[id].status === 'pending') ?? null;
}

/** The steps that a person's word for a phase names. @throws phase-unknown */
export function stepsNamed(phase: string): readonly StepId[] {
  const steps = parsePhase(phase);
  if (steps === undefined) throw new NinefoldError('phase-unknown', { phase });
  return steps;
}

/**
 * The step to go to when somebody names a phase: the step itself, for `5` the first that the preset didn't skip.
 */
export function stepToEnter(state: WorkflowState, phase: string): StepId {
  const steps = stepsNamed(phase);
  const first = steps.find((step) => !state.steps[step].byPreset) ?? steps[0];
  if (first === undefined) throw new NinefoldError('phase-unknown', { phase });
  return first;
}

/** Whether `phase`, as written, means the step the workflow is in (`5` does while it is in `5b`). */
export function namesCurrent(state: WorkflowState, phase: string): boolean {
  return stepsNamed(phase).includes(state.current);
}

/** Returns the step that `phase`, as written, means: the current one if it is part of it, else its first; undefined for none. */
export function stepMeant(state: WorkflowState, phase: string): StepId | undefined {
  return namesCurrent(state, phase) ? state.current : stepsNamed(phase)[0];
}

/** `5` for a whole phase, else the step: how a message names what somebody asked for. */
export function nameOfSteps(steps: readonly StepId[]): string {
  const [first] = steps;
  if (first === undefined) return '';
  return steps.length === 1 ? first : String(phaseOfStep(first));
}
