/** Lists what is done, each line with its evidence or *unverified*: a handoff that only claims is worth nothing. */

import { phraseText } from '../meter/meter-words.ts';
import { EVIDENCE_WORDS, RESULT_WORDS, evidencePhrase } from '../workflow/evidence-words.ts';
import { isRefuted, isStillTemplate, newestCheck } from '../workflow/evidence.ts';
import type { FileFact } from '../workflow/facts.ts';
import { resultOf } from '../workflow/kept-checks.ts';
import { STEP_IDS, isSubPhase, phaseOfStep, stepName } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { code, inline } from './markdown.ts';

const HASH_SHOWN = 8;
const FILES_SHOWN = 4;

/** Makes one line for each closed step, and for files of the current phase, in phase order. */
export function doneLines(
  state: WorkflowState,
  files: Readonly<Record<string, FileFact>>,
): readonly string[] {
  const closed = STEP_IDS.flatMap((step) => closedLine(state, step, files));
  const current = phaseOfStep(state.current);
  const isClosed = state.status === 'completed';
  const begun = isClosed
    ? []
    : fileEvidence(state, current, files).map((text) => `- Started in phase ${current}: ${text}`);
  return [...closed, ...begun];
}

function closedLine(
  state: WorkflowState,
  step: StepId,
  files: Readonly<Record<string, FileFact>>,
): readonly string[] {
  const { status, reason, unverified } = state.steps[step];
  const name = `${step} ${stepName(step)}`;
  if (status === 'skipped') {
    return [`- ${name}: skipped (${reason === null ? `preset ${state.preset}` : inline(reason)})`];
  }
  if (status !== 'completed') return [];
  const evidence = isSubPhase(step)
    ? checkEvidence(state, step)
    : fileEvidence(state, phaseOfStep(step), files);
  if (evidence.length === 0 || unverified.length > 0)
    return [`- ${[`${name}: *${EVIDENCE_WORDS.unverified}*`, ...evidence].join('; ')}`];
  return [`- ${name}: ${evidence.join('; ')}`];
}

function checkEvidence(state: WorkflowState, step: StepId): readonly string[] {
  const check = newestCheck(state, step);
  if (check === undefined) return [];
  const commit = check.commit === null ? '' : ` at ${check.commit.slice(0, HASH_SHOWN)}`;
  const done = phraseText(
    check.exitCode === null
      ? evidencePhrase('check-judged', {
          command: code(check.command),
          result: RESULT_WORDS[resultOf(check)],
        })
      : evidencePhrase('check-done', { command: code(check.command), exit: check.exitCode }),
  );
  const grade = EVIDENCE_WORDS[isRefuted(state, check) ? 'refuted' : check.grade];
  return [`${done}${commit} (${grade}, ${check.at.slice(0, 16)}Z)`];
}

function fileEvidence(
  state: WorkflowState,
  phase: number,
  files: Readonly<Record<string, FileFact>>,
): readonly string[] {
  const deliverables = state.deliverables.filter((deliverable) => deliverable.phase === phase);
  const shown = deliverables.slice(0, FILES_SHOWN).map((deliverable) => {
    const { file } = deliverable;
    const fact = files[file];
    if (fact?.exists !== true) return `${code(file)} (${EVIDENCE_WORDS.missing})`;
    if (isStillTemplate(deliverable, fact)) return `${code(file)} (${EVIDENCE_WORDS['untouched-spoken']})`;
    return fact.hash === null ? code(file) : `${code(file)} (sha256 ${fact.hash.slice(0, HASH_SHOWN)})`;
  });
  const rest = deliverables.length - FILES_SHOWN;
  return rest > 0 ? [...shown, `${rest} more`] : shown;
}
