/** Predicts whether the next phase fits in the rest of the window. */

import type { Reading } from '../meter/reading.ts';
import { canNotify } from '../meter/notices.ts';
import type { UsageReport } from '../usage/usage-report.ts';
import { phaseDefinition, phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { typicalOf } from './session-plan.ts';
import type { SessionPlan, TokenRange } from './session-plan.ts';

/** Steps with measured usage; null if nothing was measured. */
export type MeasuredSteps = Pick<UsageReport, 'steps'> | null;

export interface PhaseFit {
  /** Tokens until the window is full, or the agent compacts automatically. */
  readonly left: number;
  /** Context tokens that the steps need. */
  readonly need: TokenRange;
  /** Based on earlier steps of the same session rather than the plan's typical figures. */
  readonly isMeasured: boolean;
  /** `over`: less is left than the low end of the need; `tight`: less than the high end. */
  readonly verdict: 'fits' | 'tight' | 'over';
}

/** From this number of measured steps, they say more than the plan. */
const ENOUGH_MEASURED = 2;

/** Returns the steps that begin with a step: all of phase 5 with its first open one, otherwise only the step. */
export function stepsBegunBy(state: WorkflowState, step: StepId): readonly StepId[] {
  const open = phaseDefinition(phaseOfStep(step)).steps.filter(
    (one) => state.steps[one].status !== 'skipped',
  );
  return open[0] === step ? open : [step];
}

/**
 * Predicts the fit; null if unknown: no live session, an estimate, a recent compaction, no known window, or steps
 * that aren't in the plan.
 */
export function phaseFit(
  steps: readonly StepId[],
  plan: SessionPlan,
  measured: MeasuredSteps,
  reading: Reading | null,
): PhaseFit | null {
  if (reading === null || !canNotify(reading)) return null;
  const { tokens, window, compactsAt, compactsEarlier = 0 } = reading;
  const need = needOf(steps, plan, measured);
  if (tokens === null || window === null || need === null) return null;
  const left = Math.max(0, Math.min(window, (compactsAt ?? window) - compactsEarlier) - tokens);
  const { low, high } = need.range;
  const verdict = left < low ? 'over' : left < high ? 'tight' : 'fits';
  return { left, need: need.range, isMeasured: need.isMeasured, verdict };
}

/** Usage of earlier steps of the same session, from the median to the maximum; otherwise the typical need. */
function needOf(
  steps: readonly StepId[],
  plan: SessionPlan,
  measured: MeasuredSteps,
): { readonly range: TokenRange; readonly isMeasured: boolean } | null {
  const [first] = steps;
  const session = plan.sessions.find(({ steps: own }) => first !== undefined && own.includes(first));
  if (first === undefined || session === undefined) return null;
  const taken = (measured?.steps ?? [])
    .filter(({ step }) => session.steps.includes(step) && stepIndex(step) < stepIndex(first))
    .map(({ own }) => own.context)
    .filter((context) => context > 0)
    .sort((one, other) => one - other);
  const median = taken[Math.floor((taken.length - 1) / 2)] ?? 0;
  const most = taken.at(-1) ?? 0;
  if (taken.length >= ENOUGH_MEASURED) {
    return { range: { low: median * steps.length, high: most * steps.length }, isMeasured: true };
  }
  const range = typicalOf(plan, steps);
  return range === null ? null : { range, isMeasured: false };
}
