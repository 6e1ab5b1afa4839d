/** Checks as a row of the tree and `status` show them: the window says who ran one, `status` its grade. */

import type { Phrase } from '../meter/meter-words.ts';
import { clip } from '../text/foreign-text.ts';
import { evidencePhrase } from '../workflow/evidence-words.ts';
import { isRefuted, newestCheck } from '../workflow/evidence.ts';
import { keyOf, resultOf } from '../workflow/kept-checks.ts';
import { reviewPhrase } from './review-words.ts';
import type { StepId } from '../workflow/phases.ts';
import type { Check, EvidenceGrade, WorkflowState } from '../workflow/state.ts';

const LONGEST_SHOWN = 60;

/** Returns how a check ended, and what that is worth. */
export function checkPhrases(
  check: Pick<Check, 'command' | 'exitCode' | 'result'> & { readonly grade: EvidenceGrade },
  isDisputed: boolean,
): readonly Phrase[] {
  return [
    evidencePhrase(`check-${resultOf(check)}`, { command: clip(check.command, LONGEST_SHOWN) }),
    evidencePhrase(check.grade),
    ...(isDisputed ? [evidencePhrase('claim-refuted')] : []),
  ];
}

/** Returns the newest check of a step with the highest grade, in the words of a row; empty without one. */
export function stepCheck(state: WorkflowState, step: StepId): readonly Phrase[] {
  const check = newestCheck(state, step);
  if (check === undefined) return [];
  const isDisputed = state.checks.some(
    (claim) => claim.step === step && keyOf(claim) === keyOf(check) && isRefuted(state, claim),
  );
  const [ended, , ...doubts] = checkPhrases({ ...check, command: keyOf(check) }, isDisputed);
  return [...(ended === undefined ? [] : [ended]), reviewPhrase(`by-${check.grade}`), ...doubts];
}
