/** What the verdict on the current phase is based on: its check, its documents, and what changed since the last gate. */

import type { Phrase } from '../meter/meter-words.ts';
import { evidencePhrase, resultPhrase } from '../workflow/evidence-words.ts';
import { isStillTemplate, newestCheck } from '../workflow/evidence.ts';
import { resultAtStep, resultOf, wantedResult } from '../workflow/kept-checks.ts';
import { STEP_IDS, isSubPhase, phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { Check, Deliverable, WorkflowState } from '../workflow/state.ts';
import type { FileFacts } from './phase-rows.ts';
import { reviewPhrase } from './review-words.ts';

/** Returns when the last gate before the current step was passed (ISO 8601), or when the workflow began. */
export function lastGateAt({ steps, current, createdAt }: WorkflowState): string {
  const passed = STEP_IDS.slice(0, stepIndex(current))
    .map((step) => steps[step])
    .filter(({ status }) => status === 'completed' || status === 'skipped')
    .map(({ since }) => since);
  return [createdAt, ...passed].reduce((latest, at) => (at > latest ? at : latest));
}

/** Returns whether the current phase waits for a verdict. */
export function isWaiting({ status, steps, current }: WorkflowState): boolean {
  return status === 'in_progress' && steps[current].status === 'awaiting_approval';
}

/** Returns what the current phase is based on, the most telling first. @param changed files since the last gate; null if unknown */
export function reviewBasis(
  state: WorkflowState,
  files: FileFacts,
  changed: number | null,
): readonly Phrase[] {
  const check = seenCheck(state);
  return [
    ...(check === undefined ? [] : [verdictPhrase(check)]),
    ...documentPhrases(writtenDocuments(state, files)),
    ...(changed === null || changed === 0 ? [] : [changedPhrase(changed)]),
  ];
}

/** Returns the newest check of the current sub-phase that somebody saw since it began; undefined elsewhere. */
function seenCheck(state: WorkflowState): Check | undefined {
  const { current, steps } = state;
  if (!isSubPhase(current)) return undefined;
  const { status, since } = steps[current];
  // A rejection begins it anew; a submission only ends it.
  return newestSeen(state, current, status === 'in_progress' ? since : lastGateAt(state));
}

function newestSeen(state: WorkflowState, step: StepId, from: string): Check | undefined {
  const check = newestCheck({ checks: state.checks.filter(({ at }) => at >= from) }, step);
  return check?.grade === 'claimed' ? undefined : check;
}

/** Returns the verdict of the tests to work on: of the current sub-phase, or in GREEN of RED's that fail. */
export function testVerdict(state: WorkflowState): readonly Phrase[] {
  const own = seenCheck(state);
  if (own !== undefined) return [verdictPhrase(own)];
  const red = state.current === '5b' ? newestSeen(state, '5a', '') : undefined;
  if (red === undefined || resultOf(red) !== 'fail') return [];
  return [evidencePhrase('check-fail', { command: red.command })];
}

/** Returns whether the current sub-phase has the check that it wants; false elsewhere. */
export function hasWantedCheck(state: WorkflowState): boolean {
  const check = seenCheck(state);
  return check !== undefined && isAsWanted(check);
}

/** Returns whether a check ended as its step wants: RED wants a failing one. */
export function isAsWanted(check: Check): boolean {
  return resultOf(check) === wantedResult(check.step);
}

/** Returns how a check ended, in view of what its step wants. */
export function endPhrase(check: Check): Phrase {
  return resultPhrase(resultAtStep(check));
}

function verdictPhrase(check: Check): Phrase {
  return evidencePhrase(`check-${resultAtStep(check)}`, { command: check.command });
}

/** Returns the documents of the current phase that exist and are more than templates; none in phase 5. */
export function writtenDocuments(state: WorkflowState, files: FileFacts): readonly Deliverable[] {
  if (isSubPhase(state.current)) return [];
  return state.deliverables.filter((deliverable) => {
    const fact = files[deliverable.file];
    if (deliverable.phase !== phaseOfStep(state.current) || fact?.exists !== true) return false;
    return !isStillTemplate(deliverable, fact);
  });
}

function documentPhrases(documents: readonly Deliverable[]): readonly Phrase[] {
  const [only] = documents;
  if (only === undefined) return [];
  if (documents.length > 1) return [reviewPhrase('documents-count', { count: documents.length })];
  return [reviewPhrase('document', { file: only.file })];
}

function changedPhrase(count: number): Phrase {
  return count === 1 ? reviewPhrase('file-changed') : reviewPhrase('files-changed', { count });
}
