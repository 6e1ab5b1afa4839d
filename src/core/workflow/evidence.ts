/** Evidence: what should back the approval of a step. Requested, never enforced. */

import { keyOf, resultOf, wantedResult } from './kept-checks.ts';
import { isSubPhase, phaseOfStep } from './phases.ts';
import type { StepId, SubPhaseId } from './phases.ts';
import type { CheckFacts, FileFact } from './facts.ts';
import { EVIDENCE_GRADES } from './state.ts';
import type { Check, Deliverable, MissingEvidence, WorkflowState } from './state.ts';

/**
 * Returns the evidence that `step` lacks.
 *
 * 5a needs a failing check, 5b and 5c a passing one. A check counts if Ninefold ran it or observed it, on the files
 * as they are now, and its command is one of the project's tests or a person accepted it. Of the same command on the
 * same files, the higher grade decides. Every other phase needs a deliverable that exists and is more than its
 * template.
 *
 * @param files facts about the deliverables; a file that isn't listed counts as absent
 * @param checks what decides whether a check counts; if absent, only commands that a person ran count
 * @returns an empty list if the evidence is complete
 */
export function missingEvidence(
  state: WorkflowState,
  step: StepId,
  files: Readonly<Record<string, FileFact>>,
  checks?: CheckFacts,
): readonly MissingEvidence[] {
  if (isSubPhase(step)) return missingCheck(state, step, checks);
  const deliverables = state.deliverables.filter(({ phase }) => phase === phaseOfStep(step));
  if (deliverables.length === 0) return ['deliverable-missing'];
  const present = deliverables.filter(({ file }) => files[file]?.exists === true);
  if (present.length === 0) return ['deliverable-absent'];
  const isUntouched = present.every((deliverable) => isStillTemplate(deliverable, files[deliverable.file]));
  return isUntouched ? ['deliverable-untouched'] : [];
}

/** Tests whether a deliverable is the template that it was made from, unchanged or with hardly a word added. */
export function isStillTemplate({ template }: Deliverable, fact: FileFact | undefined): boolean {
  return template !== null && fact !== undefined && (fact.hash === template || fact.isBare === true);
}

/** Returns the newest check of a step with the highest grade; undefined if none was run. */
export function newestCheck({ checks }: Pick<WorkflowState, 'checks'>, step: StepId): Check | undefined {
  const own = checks.filter((check) => check.step === step);
  const best = EVIDENCE_GRADES.findLast((grade) => own.some((check) => check.grade === grade));
  return own.findLast(({ grade }) => grade === best);
}

/** Tests whether a check ran on other files than the current ones. */
function isStale({ content }: Check, now: string | null | undefined): boolean {
  return content !== undefined && now != null && content !== now;
}

/** Tests whether the same command failed on the same files as a claim that it passed. */
export function isRefuted({ checks }: Pick<WorkflowState, 'checks'>, claim: Check): boolean {
  if (claim.grade !== 'claimed' || resultOf(claim) !== 'pass' || claim.content === undefined) return false;
  return checks.some(
    (check) =>
      check.grade !== 'claimed' &&
      keyOf(check) === keyOf(claim) &&
      check.content === claim.content &&
      resultOf(check) === 'fail',
  );
}

/** Returns the checks that rule a step: of each command the highest grade that isn't stale. */
function rulingChecks(
  { checks }: WorkflowState,
  step: StepId,
  content: string | null | undefined,
): readonly Check[] {
  const seen = checks.filter((check) => check.step === step && check.grade !== 'claimed');
  const current = seen.filter((check) => !isStale(check, content));
  return current.filter(
    (check) =>
      check.grade === 'witnessed' ||
      !current.some((other) => other.grade === 'witnessed' && keyOf(other) === keyOf(check)),
  );
}

/** Tests whether a check's command may fill a gate: a test of the project, or a command that a person accepted. */
function isAccepted(state: WorkflowState, check: Check, facts: CheckFacts | undefined): boolean {
  const key = keyOf(check);
  const isOwn = state.checks.some((other) => other.isByPerson === true && keyOf(other) === key);
  if (isOwn || facts === undefined) return isOwn;
  return facts.accepted.includes(key) || facts.reader.isTest(key);
}

function missingCheck(
  state: WorkflowState,
  step: SubPhaseId,
  facts: CheckFacts | undefined,
): readonly MissingEvidence[] {
  const wanted = wantedResult(step);
  const ruling = rulingChecks(state, step, facts?.content);
  const counted = ruling.filter((check) => isAccepted(state, check, facts));
  const known = counted.filter((check) => resultOf(check) !== 'unknown');
  const fits = known.some((check) => resultOf(check) === wanted);
  const isContradicted = wanted === 'pass' && known.some((check) => resultOf(check) === 'fail');
  if (fits && !isContradicted) return [];
  const own = state.checks.filter((check) => check.step === step);
  const refuted = own.some((check) => isRefuted(state, check)) ? (['check-refuted'] as const) : [];
  if (known.length > 0) return [...refuted, wanted === 'fail' ? 'check-not-failing' : 'check-not-passing'];
  if (refuted.length > 0) return refuted;
  if (counted.length > 0) return ['check-unknown'];
  if (ruling.length > 0) return ['check-unaccepted'];
  const seen = own.filter(({ grade }) => grade !== 'claimed');
  if (seen.length > 0) return ['check-stale'];
  return [own.length > 0 ? 'check-claimed' : 'check-missing'];
}
