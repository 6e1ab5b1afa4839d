/** Advice on the session plan after an approval: a session ends here, or what comes next won't fit. */

import type { Phrase } from '../meter/meter-words.ts';
import type { Reading } from '../meter/reading.ts';
import { phaseFit, stepsBegunBy } from '../plan/phase-fit.ts';
import type { MeasuredSteps } from '../plan/phase-fit.ts';
import { sessionEndedBy, stepsLabel } from '../plan/session-plan.ts';
import type { SessionPlan } from '../plan/session-plan.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { fitPhrases } from './plan-rows.ts';
import { planPhrase } from './plan-words.ts';

export interface ApprovalAdvice {
  /** Sentences; empty if there's no advice. */
  readonly sentences: readonly Phrase[];
  /** What comes next won't fit, which is more than a hint. */
  readonly isUrgent: boolean;
}

/**
 * Returns the advice after an approval.
 *
 * @param state after the approval of `approved`
 * @param reading of the folder's session; null if there is none
 */
export function approvalAdvice(
  state: WorkflowState,
  approved: StepId,
  plan: SessionPlan,
  facts: { readonly measured: MeasuredSteps; readonly reading: Reading | null },
): ApprovalAdvice {
  if (state.status !== 'in_progress') return { sentences: [], isUrgent: false };
  const ended = sessionEndedBy(plan, approved);
  const begun = stepsBegunBy(state, state.current);
  const fit = phaseFit(begun, plan, facts.measured, facts.reading);
  const isUrgent = fit?.verdict === 'over';
  return {
    sentences: [
      ...(ended === null ? [] : [planPhrase('ends', { number: ended.number })]),
      // That it may not fit belongs in the tooltip: a message reports only what's certain.
      ...(isUrgent ? fitPhrases(fit, stepsLabel(begun)) : []),
    ],
    isUrgent,
  };
}
