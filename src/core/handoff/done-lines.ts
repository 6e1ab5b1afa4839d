/** Lists what is done, each line with its evidence, apart from what is unverified: a handoff that only claims is worth nothing. */

import { phraseText } from '../meter/meter-words.ts';
import { EVIDENCE_WORDS, RESULT_WORDS, evidencePhrase } from '../workflow/evidence-words.ts';
import { isRefuted, isStillTemplate, newestCheck } from '../workflow/evidence.ts';
import type { FileFact } from '../workflow/facts.ts';
import { resultOf } from '../workflow/kept-checks.ts';
import { PHASES, STEP_IDS, isSubPhase, phaseOfStep, stepName } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import { phaseStatus } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { NONE_NEWER, begunChecks, failedSince } from './check-lines.ts';
import type { NewerResults } from './check-lines.ts';
import { code, inline } from './markdown.ts';

const HASH_SHOWN = 8;
const FILES_SHOWN = 4;

/** The closed steps of a workflow, and what was begun. */
export interface DoneWork {
  /** What is proved, skipped, or begun, in phase order; after that, each step that counts as completed, but that nothing proves. */
  readonly lines: readonly string[];
  /** Counts the phases that the progress counts: `1 completed, 1 in progress`. */
  readonly counted: string;
}

interface ClosedStep {
  readonly step: StepId;
  readonly line: string;
  readonly kind: 'completed' | 'unverified' | 'skipped';
}

/** Sorts closed steps by what backs them. */
export function doneWork(
  state: WorkflowState,
  files: Readonly<Record<string, FileFact>>,
  newer = NONE_NEWER,
): DoneWork {
  const closed = STEP_IDS.flatMap((step) => closedStep(state, step, files, newer));
  const current = phaseOfStep(state.current);
  const begun =
    state.status === 'completed'
      ? []
      : fileEvidence(state, current, files).map((text) => `- Started in phase ${current}: ${text}`);
  const linesOf = (isWanted: boolean): readonly string[] =>
    closed.filter(({ kind }) => (kind === 'unverified') === isWanted).map(({ line }) => line);
  return {
    lines: [...linesOf(false), ...begun, ...begunChecks(state, newer), ...linesOf(true)],
    counted: counted(state, closed),
  };
}

/** Counts each phase once: one that isn't closed by what is current, the others by their weakest step. */
function counted(state: WorkflowState, closed: readonly ClosedStep[]): string {
  const words = { completed: 'completed', unverified: 'completed but unverified', skipped: 'skipped' };
  const kinds = PHASES.map(({ num, steps }) => {
    if (phaseStatus(state, num) !== 'completed') return phaseStatus(state, num);
    const own = closed.filter(({ step }) => steps.includes(step)).map(({ kind }) => kind);
    return own.includes('unverified') ? 'unverified' : 'completed';
  });
  const counts = (['completed', 'unverified', 'skipped'] as const).flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [`${count} ${words[kind]}`];
  });
  const current = kinds[phaseOfStep(state.current) - 1] ?? 'pending';
  return [...counts, ...(current in words ? [] : ['1 in progress'])].join(', ');
}

function closedStep(
  state: WorkflowState,
  step: StepId,
  files: Readonly<Record<string, FileFact>>,
  newer: NewerResults,
): readonly ClosedStep[] {
  const { status, reason, unverified } = state.steps[step];
  const name = `${step} ${stepName(step)}`;
  if (status === 'skipped') {
    const why = reason === null ? `preset ${state.preset}` : inline(reason);
    return [{ step, line: `- ${name}: skipped (${why})`, kind: 'skipped' }];
  }
  if (status !== 'completed') return [];
  const evidence = isSubPhase(step)
    ? checkEvidence(state, step, newer)
    : fileEvidence(state, phaseOfStep(step), files);
  if (evidence.length > 0 && unverified.length === 0) {
    return [{ step, line: `- ${name}: ${evidence.join('; ')}`, kind: 'completed' }];
  }
  const line = `- ${[`${name}: *${EVIDENCE_WORDS.unverified}*`, ...evidence].join('; ')}`;
  return [{ step, line, kind: 'unverified' }];
}

function checkEvidence(state: WorkflowState, step: StepId, newer: NewerResults): readonly string[] {
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
  const since = failedSince(state, check, newer) ? '; failed since' : '';
  return [`${done}${commit} (${grade}, ${check.at.slice(0, 16)}Z${since})`];
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
