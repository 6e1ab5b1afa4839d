import type { Reading } from '../../core/meter/reading.ts';
import { phaseFit, stepsBegunBy } from '../../core/plan/phase-fit.ts';
import type { MeasuredSteps } from '../../core/plan/phase-fit.ts';
import { rangeText, stepsLabel, typicalOf } from '../../core/plan/session-plan.ts';
import type { SessionPlan } from '../../core/plan/session-plan.ts';
import type { PhaseRow, Row, StepRow } from '../../core/view/rows.ts';
import {
  fitPhrases,
  planSessionPhrases,
  planTooltip,
  spentPhrases,
  usageOfRow,
} from '../../core/view/plan-rows.ts';
import { planPhrase } from '../../core/view/plan-words.ts';
import { STEP_IDS, phaseOfStep } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { nextStep } from '../../core/workflow/steps.ts';
import { translateMarkdown } from '../messages.ts';

interface UsageFacts {
  readonly state: WorkflowState;
  readonly plan: SessionPlan | null;
  readonly measured: MeasuredSteps;
  readonly reading: Reading | null;
}

/** Returns tooltip lines about usage and plan: typical, measured, and whether what comes next will fit. */
export function usageLines(row: Row, { state, plan, measured, reading }: UsageFacts): readonly string[] {
  if (plan === null) return [];
  if (row.kind === 'plan') return planTooltip(plan).map(translateMarkdown);
  if (row.kind === 'planSession') {
    const session = plan.sessions.find(({ number }) => number === row.number);
    return session === undefined ? [] : planSessionPhrases(session, plan, measured).map(translateMarkdown);
  }
  if (row.kind !== 'phase' && row.kind !== 'step') return [];
  const steps = openStepsOf(row, state);
  const typical = typicalOf(plan, steps);
  const next = state.status === 'in_progress' ? nextStep(state, state.current) : null;
  const begins = next === null ? [] : stepsBegunBy(state, next);
  const isNext = begins.length > 0 && stepsLabel(begins) === stepsLabel(steps);
  // Text from `ninefold.json` isn't Markdown.
  return [
    ...(typical === null ? [] : [planPhrase('tooltip-typical', { typical: rangeText(typical) })]),
    ...(measured === null ? [] : spentPhrases(usageOfRow(row, measured))),
    ...(isNext ? fitPhrases(phaseFit(begins, plan, measured, reading), stepsLabel(begins)) : []),
  ].map(translateMarkdown);
}

function openStepsOf(row: PhaseRow | StepRow, state: WorkflowState): readonly StepId[] {
  const own = STEP_IDS.filter((step) =>
    row.kind === 'step' ? step === row.phase : String(phaseOfStep(step)) === row.phase,
  );
  return own.filter((step) => state.steps[step].status !== 'skipped');
}
