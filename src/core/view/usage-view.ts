/** Usage of a workflow, as `ninefold usage` prints it. */

import { rangeText } from '../plan/session-plan.ts';
import type { PlanSession, SessionPlan } from '../plan/session-plan.ts';
import { addShares } from '../usage/usage-report.ts';
import type { UsageReport, UsageShare } from '../usage/usage-report.ts';
import { PHASES, SUB_PHASE_NAMES, isSubPhase } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import { phaseStatus } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** Returns the total usage of some steps. */
export function usageOfSteps({ steps }: Pick<UsageReport, 'steps'>, wanted: readonly StepId[]): UsageShare {
  return addShares(steps.filter(({ step }) => wanted.includes(step)));
}

/** Returns the context tokens that a session of the plan has taken so far. */
export function measuredContext(report: Pick<UsageReport, 'steps'>, { steps }: PlanSession): number {
  return usageOfSteps(report, steps).own.context;
}

/** Returns the usage as `usage --json` prints it. */
export function usageView(state: WorkflowState, report: UsageReport, plan: SessionPlan) {
  return {
    id: report.workflow,
    total: shareView(report),
    phases: PHASES.map(({ num, name, steps }) => ({
      num,
      name,
      status: phaseStatus(state, num),
      ...shareView(usageOfSteps(report, steps)),
    })),
    subPhases: report.steps.flatMap(({ step, ...share }) =>
      isSubPhase(step) ? [{ num: step, name: SUB_PHASE_NAMES[step], ...shareView(share) }] : [],
    ),
    sessions: report.sessions.map(({ agent, sessionId, from, until, steps, ...share }) => ({
      agent,
      sessionId,
      from,
      until,
      phases: steps,
      ...shareView(share),
    })),
    models: report.models.map(({ model, ...share }) => ({ model, ...shareView(share) })),
    plan: planView(plan, report),
  };
}

/** The plan's sessions with their measured context, if any. */
function planView({ sessions, nextBreak }: SessionPlan, report: Pick<UsageReport, 'steps'> | null) {
  return {
    nextBreak,
    sessions: sessions.map((session) => ({
      session: session.number,
      phases: session.phases,
      focus: session.focus,
      typicalTokens: rangeText(session.typical),
      measuredTokens: report === null ? null : measuredContext(report, session),
      status: session.status,
    })),
  };
}

function shareView({ own, subagents }: UsageShare): UsageShare {
  return { own, subagents };
}
