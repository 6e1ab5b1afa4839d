/** What the tooltip of a phase says: its goal, what it lacks, and what comes next. Pure. */

import type { Phrase } from '../meter/meter-words.ts';
import { missingEvidence, newestCheck } from '../workflow/evidence.ts';
import { isSubPhase, phaseOfStep, stepName } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { MissingEvidence, WorkflowState } from '../workflow/state.ts';
import { nextStep } from '../workflow/steps.ts';
import type { FileFacts } from './phase-rows.ts';
import { isAsWanted } from './review-basis.ts';
import { viewPhrase } from './view-words.ts';

const GOALS = {
  '1': 'goal-1',
  '2': 'goal-2',
  '3': 'goal-3',
  '4': 'goal-4',
  '5': 'goal-5',
  '5a': 'goal-5a',
  '5b': 'goal-5b',
  '5c': 'goal-5c',
  '6': 'goal-6',
  '7': 'goal-7',
  '8': 'goal-8',
  '9': 'goal-9',
} as const;

/** Returns the goal of a phase or sub-phase; undefined for any other text. @param phase as in rows */
export function goalPhrase(phase: string): Phrase | undefined {
  return isPhase(phase) ? viewPhrase(GOALS[phase]) : undefined;
}

function isPhase(phase: string): phase is keyof typeof GOALS {
  return Object.hasOwn(GOALS, phase);
}

/** Returns what the current step lacks for its approval, as far as it is known without asking Git. */
export function lacksOf(state: WorkflowState, files: FileFacts): readonly MissingEvidence[] {
  const { current } = state;
  if (!isSubPhase(current)) return missingEvidence(state, current, files);
  const check = newestCheck(state, current);
  if (check === undefined) return ['check-missing'];
  if (check.grade === 'claimed') return ['check-claimed'];
  if (isAsWanted(check)) return [];
  return [current === '5a' ? 'check-not-failing' : 'check-not-passing'];
}

/** Returns whether a row's phase or sub-phase is the one at work. */
export function isAtWork({ status, current }: WorkflowState, phase: string): boolean {
  return status === 'in_progress' && (phase === current || phase === String(phaseOfStep(current)));
}

/** Returns what an approval of the current step begins. */
export function thenPhrase(state: WorkflowState): Phrase {
  const next: StepId | null = nextStep(state, state.current);
  return next === null ? viewPhrase('then-done') : viewPhrase('then', { phase: `${next} ${stepName(next)}` });
}
