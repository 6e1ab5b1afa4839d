/** Evidence: what an approval of a step should be backed by. Asked for, never enforced. */

import { isSubPhase, phaseOfStep } from './phases.ts';
import type { StepId, SubPhaseId } from './phases.ts';
import type { FileFact } from './facts.ts';
import type { Check, MissingEvidence, WorkflowState } from './state.ts';

/**
 * What is missing for `step` to be called done.
 *
 * 5a wants a check that fails, 5b and 5c one that passes (the newest of that step counts); every other phase a
 * deliverable that exists and isn't the untouched template.
 *
 * @param files facts about the deliverables; one that isn't listed counts as absent
 * @returns nothing where the evidence is complete
 */
export function missingEvidence(
  state: WorkflowState,
  step: StepId,
  files: Readonly<Record<string, FileFact>>,
): readonly MissingEvidence[] {
  if (isSubPhase(step)) return missingCheck(step, newestCheck(state, step));
  const deliverables = state.deliverables.filter(({ phase }) => phase === phaseOfStep(step));
  if (deliverables.length === 0) return ['deliverable-missing'];
  const present = deliverables.filter(({ file }) => files[file]?.exists === true);
  if (present.length === 0) return ['deliverable-absent'];
  const isUntouched = present.every(
    ({ file, template }) => template !== null && files[file]?.hash === template,
  );
  return isUntouched ? ['deliverable-untouched'] : [];
}

/** The newest check of a step; undefined where none was run. */
export function newestCheck(state: WorkflowState, step: StepId): Check | undefined {
  return state.checks.find((check) => check.step === step);
}

function missingCheck(step: SubPhaseId, check: Check | undefined): readonly MissingEvidence[] {
  if (check === undefined) return ['check-missing'];
  if (step === '5a') return check.exitCode === 0 ? ['check-not-failing'] : [];
  return check.exitCode === 0 ? [] : ['check-not-passing'];
}
