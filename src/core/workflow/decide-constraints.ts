/** Decides about constraints: an agent can only offer one, and a person accepts it. */

import { NinefoldError } from '../errors.ts';
import type { NewEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { PartIntent } from './intents.ts';
import { LONGEST, MAX_CONSTRAINTS } from './limits.ts';
import { checkLine } from './names.ts';
import { isAsked } from './questions.ts';
import type { Constraint, WorkflowState } from './state.ts';

type ConstraintIntent = Extract<
  PartIntent,
  { kind: 'addConstraint' | 'acceptConstraint' | 'removeConstraint' }
>;

/**
 * Decides an intent about constraints.
 *
 * @throws NinefoldError text-invalid, constraints-too-many, constraint-unknown, constraint-of-person
 */
export function decideConstraint(
  state: WorkflowState,
  intent: ConstraintIntent,
  { actor }: Facts,
): readonly NewEvent[] {
  const isPerson = actor.kind === 'person';
  switch (intent.kind) {
    case 'addConstraint':
      return addConstraint(state, intent.text, isPerson);
    case 'acceptConstraint': {
      const { id, isOffered } = constraintAt(state, intent.number);
      if (!isPerson) throw new NinefoldError('constraint-of-person', { number: intent.number });
      return isOffered || isAsked(state, `constraint:${id}`)
        ? [{ type: 'constraint.accepted', data: { constraint: id } }]
        : [];
    }
    case 'removeConstraint': {
      const { id, isOffered } = constraintAt(state, intent.number);
      if (!isPerson && !isOffered) throw new NinefoldError('constraint-of-person', { number: intent.number });
      return [{ type: 'constraint.removed', data: { constraint: id } }];
    }
  }
}

function addConstraint(state: WorkflowState, given: string, isPerson: boolean): readonly NewEvent[] {
  const text = checkLine('the constraint', given, LONGEST.constraint);
  const known = state.constraints.find((one) => one.text === text);
  if (known !== undefined) {
    const isAccepted = isPerson && known.isOffered;
    return isAccepted ? [{ type: 'constraint.accepted', data: { constraint: known.id } }] : [];
  }
  if (state.constraints.length >= MAX_CONSTRAINTS) {
    throw new NinefoldError('constraints-too-many', { id: state.id, max: MAX_CONSTRAINTS });
  }
  return [{ type: 'constraint.added', data: { text, isOffered: !isPerson } }];
}

function constraintAt({ constraints }: WorkflowState, number: number): Constraint {
  const found = constraints[number - 1];
  if (found === undefined) throw new NinefoldError('constraint-unknown', { number });
  return found;
}
