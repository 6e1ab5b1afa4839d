/** Actions of phases and sub-phases: the gates that `decide` would allow. */

import type { PhaseDefinition, PhaseStatus, StepId } from '../workflow/phases.ts';
import { isSubPhase, phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

export type RowAction =
  | 'approve'
  | 'check'
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
  | 'draft'
  | 'pullRequest'
  | 'adopt'
  | 'addStep'
  | 'start'
  | 'switch'
  | 'resume'
  | 'pause'
  | 'cancel'
  | 'delete'
  | 'recover'
  | 'undo'
  | 'handoff'
  | 'acceptConstraint'
  | 'removeConstraint'
  | 'answerQuestion';

/** Returns the actions of a phase's row. A phase with sub-phases leaves its gate to their rows. */
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

/** Returns the actions of the row that closes a step. */
export function stepActions(state: WorkflowState, step: StepId): readonly RowAction[] {
  const { status } = state.steps[step];
  const isCurrent = state.current === step;
  const isGate = isCurrent && isRunning(state) && isOpen(state, step);
  return [
    ...when(isGate && isSubPhase(step), 'check'),
    ...when(isGate, 'approve'),
    ...when(isGate && status === 'awaiting_approval', 'reject'),
    ...when(isGate && status === 'in_progress', 'submit'),
    ...when(isRunning(state) && isOpen(state, step), 'skip'),
    ...when(goesBack(state) && (status === 'completed' || status === 'skipped'), 'reopen'),
    ...when(goesBack(state) && !isCurrent, 'enter'),
  ];
}

/** Returns the steps that a gate accepts, as a person would write them. */
export function phasesFor(state: WorkflowState, action: 'skip' | 'reopen' | 'enter'): readonly StepId[] {
  const steps = Object.keys(state.steps) as StepId[];
  const inOrder = steps.sort((one, other) => stepIndex(one) - stepIndex(other));
  return inOrder.filter((step) => stepActions(state, step).includes(action));
}

function isRunning(state: WorkflowState): boolean {
  return state.status === 'in_progress';
}

/** A completed workflow can be reopened; a paused or cancelled one must be resumed first. */
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
