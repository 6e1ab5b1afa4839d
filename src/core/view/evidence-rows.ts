/** Rows below the current phase with what is to be judged: its checks, and what changed since the last gate. */

import type { Phrase } from '../meter/meter-words.ts';
import { evidencePhrase } from '../workflow/evidence-words.ts';
import { isRefuted } from '../workflow/evidence.ts';
import { keyOf, resultOf } from '../workflow/kept-checks.ts';
import { phaseOfStep } from '../workflow/phases.ts';
import type { Check, WorkflowState } from '../workflow/state.ts';
import { agePhrase } from './age.ts';
import { endPhrase, isAsWanted } from './review-basis.ts';
import { reviewPhrase } from './review-words.ts';
import type { ChangesRow, CheckRow, PhaseRow } from './rows.ts';

interface EvidenceFacts {
  /** Number of files that changed since the last gate; null if unknown. */
  readonly changed: number | null;
  /** Milliseconds since the epoch; undefined to leave out the age. */
  readonly now: number | undefined;
}

/** Adds the evidence of the current step to its phase's rows, above the documents. */
export function withEvidence(
  phases: readonly PhaseRow[],
  state: WorkflowState,
  facts: EvidenceFacts,
): readonly PhaseRow[] {
  if (state.status !== 'in_progress') return phases;
  const rows = [...checkRows(state, facts.now), ...changesRows(state, facts.changed)];
  if (rows.length === 0) return phases;
  return phases.map((phase) => {
    if (!phase.isCurrent) return phase;
    const steps = phase.children.filter(({ kind }) => kind === 'step');
    const others = phase.children.filter(({ kind }) => kind !== 'step');
    return { ...phase, children: [...steps, ...rows, ...others], opens: null };
  });
}

/** One row for each command: the newest of its checks that is worth most. */
function checkRows(state: WorkflowState, now: number | undefined): readonly CheckRow[] {
  const own = state.checks.filter(({ step }) => step === state.current);
  const isWorthLess = (check: Check): boolean =>
    check.grade === 'claimed' &&
    own.some((other) => other.grade !== 'claimed' && keyOf(other) === keyOf(check));
  return own
    .filter((check) => !isWorthLess(check))
    .toReversed()
    .map((check) => checkRow(state, check, now));
}

function checkRow(state: WorkflowState, check: Check, now: number | undefined): CheckRow {
  const { command, exitCode, grade, step, at } = check;
  const about: readonly Phrase[] = [
    endPhrase(check),
    ...(exitCode === null ? [] : [reviewPhrase('check-exit', { exit: exitCode })]),
    isRefuted(state, check) ? evidencePhrase('refuted') : reviewPhrase(`by-${grade}`),
    ...(now === undefined ? [] : [agePhrase(now - Date.parse(at), true)]),
  ];
  return {
    kind: 'check',
    id: `check/${step}/${grade}/${keyOf(check)}`,
    parent: `phase/${phaseOfStep(step)}`,
    phase: step,
    command,
    result: resultOf(check),
    isAsWanted: isAsWanted(check),
    actions: [],
    description: about,
    spoken: [reviewPhrase('check-spoken', { command }), ...about],
  };
}

function changesRows({ current }: WorkflowState, count: number | null): readonly ChangesRow[] {
  if (count === null || count === 0) return [];
  const said = count === 1 ? reviewPhrase('changes-one') : reviewPhrase('changes-count', { count });
  const since = reviewPhrase('changes-since');
  return [
    {
      kind: 'changes',
      id: 'changes',
      parent: `phase/${phaseOfStep(current)}`,
      phase: current,
      count,
      actions: [],
      label: said,
      // A row is narrow: its end may be cut off.
      description: [since],
      spoken: [said, since],
    },
  ];
}
