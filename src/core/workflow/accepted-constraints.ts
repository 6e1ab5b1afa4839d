import type { Constraint, WorkflowState } from './state.ts';

/** Returns the constraints that count: a person set or accepted them. */
export function acceptedConstraints({ constraints }: WorkflowState): readonly Constraint[] {
  return constraints.filter(({ isOffered }) => !isOffered);
}
