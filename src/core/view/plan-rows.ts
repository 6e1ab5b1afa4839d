/** The session plan as rows, and the measured context of phases. Pure; the host translates phrases. */

import { groupThousands } from '../meter/format-tokens.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { MeasuredSteps, PhaseFit } from '../plan/phase-fit.ts';
import { rangeText } from '../plan/session-plan.ts';
import type { PlanSession, SessionPlan } from '../plan/session-plan.ts';
import type { UsageShare } from '../usage/usage-report.ts';
import { PHASES, STEP_IDS } from '../workflow/phases.ts';
import { planPhrase } from './plan-words.ts';
import { measuredContext, usageOfSteps } from './usage-view.ts';
import type { PhaseRow, PlanRow, PlanSessionRow, Row, StepRow } from './rows.ts';

/** Creates the plan's row with its sessions; empty for work that fits into one. */
export function planRows(plan: SessionPlan | null, measured: MeasuredSteps): readonly PlanRow[] {
  if (plan === null || plan.sessions.length < 2) return [];
  const { sessions } = plan;
  const current = sessions.find(({ status }) => status === 'current');
  const count = sessions.length;
  const at = current === undefined ? [] : [planPhrase('plan-at', { number: current.number, count })];
  return [
    {
      kind: 'plan',
      id: 'plan',
      parent: null,
      actions: [],
      description: at,
      spoken: [planPhrase('plan-spoken', { count }), ...at],
      children: sessions.map((session) => planSessionRow(session, measured)),
    },
  ];
}

/** A row is narrow: figures are in the tooltip. */
function planSessionRow(session: PlanSession, measured: MeasuredSteps): PlanSessionRow {
  const { number, phases, focus, status } = session;
  return {
    kind: 'planSession',
    id: `plan/${number}`,
    parent: 'plan',
    number,
    status,
    taken: measured === null ? 0 : measuredContext(measured, session),
    actions: [],
    description: [planPhrase('phases', { phases }), planPhrase('focus', { focus })],
    spoken: [planPhrase('session-spoken', { number, phases, focus }), planPhrase(status)],
  };
}

/** Adds the measured context to phases and sub-phases, for their tooltips. */
export function withMeasured(rows: readonly PhaseRow[], measured: MeasuredSteps): readonly PhaseRow[] {
  if (measured === null || measured.steps.length === 0) return rows;
  return rows.map((row) => ({
    ...withTaken(row, measured),
    children: row.children.map((child): Row => (child.kind === 'step' ? withTaken(child, measured) : child)),
  }));
}

function withTaken<R extends PhaseRow | StepRow>(row: R, measured: NonNullable<MeasuredSteps>): R {
  const { context } = usageOfRow(row, measured).own;
  return context === 0 ? row : { ...row, taken: context };
}

/** Returns the usage of a phase or sub-phase. */
export function usageOfRow(row: PhaseRow | StepRow, measured: NonNullable<MeasuredSteps>): UsageShare {
  const steps = PHASES[Number(row.phase) - 1]?.steps ?? STEP_IDS.filter((step) => step === row.phase);
  return usageOfSteps(measured, steps);
}

/** Returns tooltip phrases for usage; empty if there was none. */
export function spentPhrases({ own, subagents }: UsageShare): readonly Phrase[] {
  const figures = ({ output, processed, calls }: UsageShare['own']): Record<string, string> => ({
    output: groupThousands(output),
    processed: groupThousands(processed),
    calls: groupThousands(calls),
  });
  return [
    ...(own.calls === 0
      ? []
      : [
          planPhrase('tooltip-measured', { context: groupThousands(own.context) }),
          planPhrase('tooltip-spent', figures(own)),
        ]),
    ...(subagents.calls === 0 ? [] : [planPhrase('tooltip-subagents', figures(subagents))]),
  ];
}

/** Returns tooltip phrases for the plan: what it is for, and where its current session ends. */
export function planTooltip({ sessions, nextBreak }: SessionPlan): readonly Phrase[] {
  return [
    planPhrase('tooltip-about', { count: sessions.length }),
    ...(nextBreak === null ? [] : [planPhrase('tooltip-break', { phase: nextBreak })]),
    planPhrase('tooltip-plan'),
  ];
}

/** Returns tooltip phrases for a session of the plan: purpose, typical, and measured context. */
export function planSessionPhrases(
  session: PlanSession,
  plan: SessionPlan,
  measured: MeasuredSteps,
): readonly Phrase[] {
  const { number, phases, focus, status, steps } = session;
  const isLast = plan.sessions.at(-1)?.number === number;
  const ending = steps.at(-1) ?? '';
  return [
    planPhrase('tooltip-session', { number, phases, focus }),
    planPhrase('tooltip-typical', { typical: rangeText(session.typical) }),
    ...(measured === null ? [] : spentPhrases(usageOfSteps(measured, steps))),
    ...(status === 'done'
      ? []
      : [isLast ? planPhrase('tooltip-last') : planPhrase('tooltip-break', { phase: ending })]),
    planPhrase('tooltip-plan'),
  ];
}

/**
 * Returns a phrase if something won't or may not fit; empty if it fits or that's unknown.
 *
 * @param phase as people write it
 */
export function fitPhrases(fit: PhaseFit | null, phase: string): readonly Phrase[] {
  if (fit === null || fit.verdict === 'fits') return [];
  const { verdict, isMeasured, left, need } = fit;
  const word = isMeasured ? (`${verdict}-measured` as const) : verdict;
  return [planPhrase(word, { left: groupThousands(left), phase, need: rangeText(need) })];
}
