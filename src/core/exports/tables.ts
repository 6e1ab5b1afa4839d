/** The tables of the exports: keys and columns are fixed by the source documents' example. */

import { acceptedConstraints } from '../workflow/accepted-constraints.ts';
import { PHASES, SUB_PHASE_NAMES, phaseDefinition, phaseOfStep } from '../workflow/phases.ts';
import type { SubPhaseId } from '../workflow/phases.ts';
import { currentSubPhase, phaseStatus } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface PhaseRow {
  readonly num: number;
  readonly name: string;
  readonly status: string;
}

export function phaseRows(state: WorkflowState): readonly PhaseRow[] {
  return PHASES.map(({ num, name }) => ({ num, name, status: phaseStatus(state, num) }));
}

/** `{ sub_phases: […] }` in phase 5, otherwise nothing. */
export function subPhaseTable(state: WorkflowState): Readonly<Record<string, unknown>> {
  if (currentSubPhase(state) === null) return {};
  const steps = Object.keys(SUB_PHASE_NAMES) as SubPhaseId[];
  return {
    sub_phases: steps.map((num) => ({ num, name: SUB_PHASE_NAMES[num], status: state.steps[num].status })),
  };
}

/** `{ sub_phase }` in phase 5, otherwise nothing. */
export function subPhaseField(state: WorkflowState): Readonly<Record<string, unknown>> {
  const step = currentSubPhase(state);
  return step === null ? {} : { sub_phase: step };
}

export function decisionRows(
  state: WorkflowState,
): readonly { id: string; choice: string; reason: string }[] {
  return state.decisions.map(({ id, choice, reason }) => ({ id, choice, reason }));
}

export function deliverableRows(state: WorkflowState): readonly { phase: number; file: string }[] {
  const rows = state.deliverables.map(({ phase, file }) => ({ phase, file }));
  return rows.sort((left, right) => left.phase - right.phase);
}

export function openNextStepRows(state: WorkflowState): readonly { text: string; status: string }[] {
  return state.nextSteps
    .filter(({ status }) => status !== 'done')
    .map(({ text, status }) => ({ text, status }));
}

/** Returns the number and name of the current phase. */
export function currentPhase(state: WorkflowState): { readonly num: number; readonly name: string } {
  return phaseDefinition(phaseOfStep(state.current));
}

/** Returns the constraints that a person set or accepted; nothing if there are none. */
export function constraintList(state: WorkflowState): { readonly constraints?: readonly string[] } {
  const texts = acceptedConstraints(state).map(({ text }) => text);
  return texts.length === 0 ? {} : { constraints: texts };
}
