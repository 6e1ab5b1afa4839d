/** The next steps of a workflow as rows: what was added or taken over from a session, until it is done. */

import type { WorkflowState } from '../workflow/state.ts';
import { offerPhrase } from './offer-words.ts';
import type { NextStepRow, NextStepsRow } from './rows.ts';

/** Creates the row of the next steps; empty without any that isn't done, and once the workflow is completed. */
export function nextStepRows({ nextSteps, status }: WorkflowState): readonly NextStepsRow[] {
  const left = nextSteps.filter((step) => step.status !== 'done');
  if (left.length === 0 || status === 'completed') return [];
  const label = offerPhrase('next-steps', { count: left.length });
  return [
    {
      kind: 'nextSteps',
      id: 'next-steps',
      parent: null,
      label,
      actions: [],
      description: [],
      spoken: [label],
      children: left.map((step, index): NextStepRow => {
        const about = step.status === 'open' || step.status === 'done' ? [] : [offerPhrase(step.status)];
        return {
          kind: 'nextStep',
          // Two steps may have the same text.
          id: `next-step/${index}`,
          parent: 'next-steps',
          text: step.text,
          status: step.status,
          actions: [],
          description: about,
          spoken: [offerPhrase('next-step-spoken', { text: step.text }), ...about],
        };
      }),
    },
  ];
}
