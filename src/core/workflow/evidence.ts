/** Evidence: what should back the approval of a step. Requested, never enforced. */

import { isSubPhase, phaseOfStep } from './phases.ts';
import type { StepId, SubPhaseId } from './phases.ts';
import type { FileFact } from './facts.ts';
import type { Check, MissingEvidence, WorkflowState } from './state.ts';

/**
 * Returns the evidence that `step` lacks.
 *
 * 5a needs a failing check, 5b and 5c a passing one (the step's newest check counts). Every other phase needs a
 * deliverable that exists and differs from its template.
 *
 * @param files facts about the deliverables; a file that isn't listed counts as absent
 * @returns an empty list if the evidence is complete
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

/** Returns the newest check of a step; undefined if none was run. */
export function newestCheck(state: WorkflowState, step: StepId): Check | undefined {
  return state.checks.find((check) => check.step === step);
}

function missingCheck(step: SubPhaseId, check: Check | undefined): readonly MissingEvidence[] {
  if (check === undefined) return ['check-missing'];
  if (step === '5a') return check.exitCode === 0 ? ['check-not-failing'] : [];
  return check.exitCode === 0 ? [] : ['check-not-passing'];
}
