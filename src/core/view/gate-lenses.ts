/** What stands above a document of the current phase: its verdicts, and what comes next. Pure. */

import type { Phrase } from '../meter/meter-words.ts';
import { phaseOfStep, stepName } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { nextStep } from '../workflow/steps.ts';
import { reviewPhrase } from './review-words.ts';
import { stepActions } from './row-actions.ts';

export interface GateLens {
  /** Null for what only informs. */
  readonly action: 'approve' | 'reject' | null;
  readonly label: Phrase;
}

/** Returns the lenses of a file; none if it isn't a document of the current phase. @param file relative to the folder */
export function gateLenses(state: WorkflowState, file: string): readonly GateLens[] {
  const { current } = state;
  const actions = stepActions(state, current);
  const isOwn = state.deliverables.some((one) => one.file === file && one.phase === phaseOfStep(current));
  if (!isOwn || !actions.includes('approve')) return [];
  const next = nextStep(state, current);
  return [
    { action: 'approve', label: reviewPhrase('lens-approve') },
    ...(actions.includes('reject')
      ? [{ action: 'reject', label: reviewPhrase('lens-reject') } as const]
      : []),
    {
      action: null,
      label: next === null ? reviewPhrase('lens-last') : reviewPhrase('lens-next', { phase: stepName(next) }),
    },
  ];
}
