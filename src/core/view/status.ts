/** `status --json`: fields that scripts and agents rely on. */

import type { FileFact } from '../workflow/facts.ts';
import { acceptedConstraints } from '../workflow/accepted-constraints.ts';
import { phaseDefinition, phaseOfStep } from '../workflow/phases.ts';
import { currentSubPhase, progressOf } from '../workflow/progress.ts';
import { isRefuted } from '../workflow/evidence.ts';
import { keyOf, resultOf } from '../workflow/kept-checks.ts';
import { EVIDENCE_GRADES } from '../workflow/state.ts';
import type { Check, WorkflowState } from '../workflow/state.ts';
import { decisionRows, phaseRows } from '../exports/tables.ts';
import { questionView } from './question-words.ts';
import type { QuestionView } from './question-words.ts';

/** Returns a workflow's state as `status --json` prints it. */
export function statusView(state: WorkflowState, files: Readonly<Record<string, FileFact>>) {
  const { count, effort } = progressOf(state);
  const phase = phaseOfStep(state.current);
  return {
    id: state.id,
    name: state.name,
    task: state.task,
    status: state.status,
    phase,
    subPhase: currentSubPhase(state),
    phaseName: phaseDefinition(phase).name,
    progress: { count, effort },
    revision: state.revision,
    branch: state.branch,
    agents: state.agents,
    phases: phaseRows(state),
    deliverables: state.deliverables.map(({ phase: num, file }) => ({
      phase: num,
      file,
      exists: files[file]?.exists ?? false,
    })),
    decisions: decisionRows(state),
    constraints: acceptedConstraints(state).map(({ text }) => ({ text })),
    attempts: state.attempts.map(({ text, because }) => ({ text, because })),
    checks: checkRows(state),
    ...questionRows(state),
    nextSteps: state.nextSteps.map(({ text, status, phase: num }) => ({ text, status, phase: num })),
  };
}

/** Absent without questions, as in every private workflow. */
function questionRows(state: WorkflowState): { readonly questions?: readonly QuestionView[] } {
  const { questions } = state;
  return questions === undefined
    ? {}
    : { questions: questions.map((question) => questionView(question, state)) };
}

/** One row for each step and command: the check with the highest grade, and a claim that it contradicts. */
function checkRows(state: WorkflowState) {
  const rank = ({ grade }: Check): number => EVIDENCE_GRADES.indexOf(grade);
  const isSame = (one: Check, other: Check): boolean =>
    one.step === other.step && keyOf(one) === keyOf(other);
  const best = state.checks.filter(
    (check) => !state.checks.some((other) => isSame(check, other) && rank(other) > rank(check)),
  );
  return best.map((check) => {
    const { step, command, exitCode, at, grade } = check;
    const row = { step, command, exitCode, at, grade, result: resultOf(check) };
    const isDisputed = state.checks.some((other) => isSame(check, other) && isRefuted(state, other));
    return isDisputed ? { ...row, refuted: true } : row;
  });
}
