/** Constraints as rows: those that count, and those that an agent offers, which a person accepts or removes. */

import type { WorkflowState } from '../workflow/state.ts';
import type { ConstraintRow, ConstraintsRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/** Creates the row of a workflow's constraints; empty without any. */
export function constraintRows({ constraints }: WorkflowState): readonly ConstraintsRow[] {
  if (constraints.length === 0) return [];
  const offers = constraints.filter(({ isOffered }) => isOffered).length;
  const waiting = offers === 0 ? [] : [viewPhrase('constraints-offered', { count: offers })];
  return [
    {
      kind: 'constraints',
      id: 'constraints',
      parent: null,
      actions: [],
      hasOffer: offers > 0,
      description: waiting,
      spoken: [viewPhrase('constraints', { count: constraints.length }), ...waiting],
      children: constraints.map(({ id, text, isOffered }): ConstraintRow => {
        const about = isOffered ? [viewPhrase('offered')] : [];
        return {
          kind: 'constraint',
          id: `constraint/${id}`,
          parent: 'constraints',
          constraint: id,
          text,
          isOffered,
          actions: isOffered ? ['acceptConstraint', 'removeConstraint'] : ['removeConstraint'],
          description: about,
          spoken: [viewPhrase('constraint-spoken', { text }), ...about],
        };
      }),
    },
  ];
}
