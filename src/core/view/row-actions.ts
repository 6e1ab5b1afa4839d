/** What can be done with a phase or sub-phase as it stands: the gates that `decide` would let through. */

import type { PhaseDefinition, PhaseStatus, StepId } from '../workflow/phases.ts';
import { phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

export type RowAction =
  | 'approve'
  | 'submit'
  | 'reject'
  | 'skip'
  | 'reopen'
  | 'enter'
  | 'addFile'
  | 'open'
  | 'reveal'
  | 'remove'
  | 'create'
  | 'adopt'
  | 'start'
  | 'switch'
  | 'resume'
  | 'pause'
  | 'cancel'
  | 'delete'
  | 'recover'
  | 'undo'
  | 'handoff';

/** Actions of a phase's row; those of a phase with sub-phases leave its gate to their rows. */
export function phaseActions(
  state: WorkflowState,
  { num, steps }: PhaseDefinition,
  status: PhaseStatus,
): readonly RowAction[] {
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return [...stepActions(state, only), 'addFile'];
  const isIn = phaseOfStep(state.current) === num;
  const isClosed = status === 'completed' || status === 'skipped';
  return [
    ...when(isRunning(state) && steps.some((step) => isOpen(state, step)), 'skip'),
    ...when(goesBack(state) && isClosed, 'reopen'),
    ...when(goesBack(state) && !isIn, 'enter'),
    'addFile',
  ];
}

/** Actions of the row that closes one step. */
export function stepActions(state: WorkflowState, step: StepId): readonly RowAction[] {
  const { status } = state.steps[step];
  const isCurrent = state.current === step;
  const isGate = isCurrent && isRunning(state) && isOpen(state, step);
  return [
    ...when(isGate, 'approve'),
    ...when(isGate, 'reject'),
    ...when(isGate && status === 'in_progress', 'submit'),
    ...when(isRunning(state) && isOpen(state, step), 'skip'),
    ...when(goesBack(state) && (status === 'completed' || status === 'skipped'), 'reopen'),
    ...when(goesBack(state) && !isCurrent, 'enter'),
  ];
}

/** The steps that a gate can be asked for, as a person would write them. */
export function phasesFor(state: WorkflowState, action: 'skip' | 'reopen' | 'enter'): readonly StepId[] {
  const steps = Object.keys(state.steps) as StepId[];
  const inOrder = steps.sort((one, other) => stepIndex(one) - stepIndex(other));
  return inOrder.filter((step) => stepActions(state, step).includes(action));
}

function isRunning(state: WorkflowState): boolean {
  return state.status === 'in_progress';
}

/** A completed workflow can be gone back into; a paused or cancelled one has to be resumed first. */
function goesBack(state: WorkflowState): boolean {
  return state.status === 'in_progress' || state.status === 'completed';
}

function isOpen(state: WorkflowState, step: StepId): boolean {
  const { status } = state.steps[step];
  return status !== 'completed' && status !== 'skipped';
}

function when(condition: boolean, action: RowAction): readonly RowAction[] {
  return condition ? [action] : [];
}
