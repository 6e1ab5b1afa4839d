/** Values derived from a state: the status of a phase, progress by count and by effort. */

import { PHASES, STEP_IDS, isSubPhase, phaseDefinition, phaseOfStep, stepName } from './phases.ts';
import type { PhaseStatus, StepId } from './phases.ts';
import type { WorkflowState } from './state.ts';

/** Effort of each step, 230 in total: 65 over phases 1–4, 115 over 5a 5b 5c, 50 over 6–9, equal within each. */
const EFFORT: Readonly<Record<StepId, number>> = {
  '1': 65 / 4,
  '2': 65 / 4,
  '3': 65 / 4,
  '4': 65 / 4,
  '5a': 115 / 3,
  '5b': 115 / 3,
  '5c': 115 / 3,
  '6': 50 / 4,
  '7': 50 / 4,
  '8': 50 / 4,
  '9': 50 / 4,
};
const TOTAL_EFFORT = 230;

/** Only a completed workflow is at 100%. */
const MAX_BEFORE_COMPLETION = 99;

export interface Progress {
  /** Percent by number of phases, for the handoff. */
  readonly count: number;
  /** Phases that are completed, skipped, or current. */
  readonly phases: number;
  /** Percent by effort, for the banner. */
  readonly effort: number;
}

/** Returns the status of phase 1 to 9; that of phase 5 follows from its sub-phases. */
export function phaseStatus(state: WorkflowState, num: number): PhaseStatus {
  const statuses = phaseDefinition(num).steps.map((step) => state.steps[step].status);
  const only = statuses.length === 1 ? statuses[0] : undefined;
  if (only !== undefined) return only;
  if (statuses.every((status) => status === 'skipped')) return 'skipped';
  if (statuses.every((status) => status === 'skipped' || status === 'completed')) return 'completed';
  const isBegun = statuses.some((status) => status !== 'pending' && status !== 'skipped');
  return isBegun ? 'in_progress' : 'pending';
}

/** Computes progress by both measures, counting completed and skipped steps and the current one. */
export function progressOf(state: WorkflowState): Progress {
  const current = phaseOfStep(state.current);
  const phases = PHASES.filter(({ num }) => num === current || isBehind(phaseStatus(state, num))).length;
  const effort = STEP_IDS.filter((step) => step === state.current || isBehind(state.steps[step].status))
    .map((step) => EFFORT[step])
    .reduce((sum, value) => sum + value, 0);
  const cap = state.status === 'completed' ? 100 : MAX_BEFORE_COMPLETION;
  return {
    phases,
    count: Math.min(cap, Math.round((phases / PHASES.length) * 100)),
    effort: Math.min(cap, Math.round((effort / TOTAL_EFFORT) * 100)),
  };
}

/** Returns progress by count, as documents and agents read it: `56% (5/9 phases)`. */
export function progressText(state: WorkflowState): string {
  const { count, phases } = progressOf(state);
  return `${count}% (${phases}/${PHASES.length} phases)`;
}

/** Labels the current step for the banner: `Phase 5b - TDD GREEN`, `Phase 2 - Tech Planning`. */
export function phaseLabel(state: Pick<WorkflowState, 'current'>): string {
  return `Phase ${state.current} - ${stepName(state.current)}`;
}

/** Returns the current sub-phase; null outside phase 5. */
export function currentSubPhase(state: WorkflowState): StepId | null {
  return isSubPhase(state.current) ? state.current : null;
}

function isBehind(status: PhaseStatus): boolean {
  return status === 'completed' || status === 'skipped';
}
