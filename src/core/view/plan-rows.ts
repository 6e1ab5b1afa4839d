/** The session plan as rows, and what phases took so far behind their labels. Pure, in phrases that the host translates. */

import { groupThousands, shortTokens } from '../meter/format-tokens.ts';
import type { Phrase } from '../meter/meter-words.ts';
import type { MeasuredSteps, PhaseFit } from '../plan/phase-fit.ts';
import { rangeText } from '../plan/session-plan.ts';
import type { PlanSession, SessionPlan } from '../plan/session-plan.ts';
import type { UsageShare } from '../usage/usage-report.ts';
import { PHASES, STEP_IDS } from '../workflow/phases.ts';
import { planPhrase } from './plan-words.ts';
import { measuredContext, usageOfSteps } from './usage-view.ts';
import type { PhaseRow, PlanRow, PlanSessionRow, Row, StepRow } from './rows.ts';

/** The plan under one row; none where there is no plan. */
export function planRows(plan: SessionPlan | null, measured: MeasuredSteps): readonly PlanRow[] {
  if (plan === null || plan.sessions.length === 0) return [];
  const { sessions, nextBreak } = plan;
  const current = sessions.find(({ status }) => status === 'current');
  const at = current === undefined ? null : { number: current.number, count: sessions.length };
  const ending = nextBreak === null ? [] : [planPhrase('plan-break', { phase: nextBreak })];
  return [
    {
      kind: 'plan',
      id: 'plan',
      parent: null,
      actions: [],
      description: [...(at === null ? [] : [planPhrase('plan-at', at)]), ...ending],
      spoken: [
        planPhrase('plan-spoken', { count: sessions.length }),
        ...(at === null ? [] : [planPhrase('plan-at-spoken', at)]),
        ...ending,
      ],
      children: sessions.map((session) => planSessionRow(session, measured)),
    },
  ];
}

function planSessionRow(session: PlanSession, measured: MeasuredSteps): PlanSessionRow {
  const { number, phases, focus, status } = session;
  const typical = rangeText(session.typical);
  const taken = measured === null ? 0 : measuredContext(measured, session);
  return {
    kind: 'planSession',
    id: `plan/${number}`,
    parent: 'plan',
    number,
    status,
    actions: [],
    description: [
      planPhrase('phases', { phases }),
      taken === 0
        ? planPhrase('typical', { typical })
        : planPhrase('measured', { tokens: shortTokens(taken), typical }),
      // Last, because a row is narrow.
      planPhrase('focus', { focus }),
    ],
    spoken: [
      planPhrase('session-spoken', { number, phases, focus }),
      planPhrase(status),
      planPhrase('typical-spoken', { typical }),
      ...(taken === 0 ? [] : [planPhrase('measured-spoken', { tokens: groupThousands(taken) })]),
    ],
  };
}

/** Phases and sub-phases with the context they took. */
export function withMeasured(rows: readonly PhaseRow[], measured: MeasuredSteps): readonly PhaseRow[] {
  if (measured === null || measured.steps.length === 0) return rows;
  return rows.map((row) => ({
    ...withTaken(row, measured),
    children: row.children.map((child): Row => (child.kind === 'step' ? withTaken(child, measured) : child)),
  }));
}

function withTaken<R extends PhaseRow | StepRow>(row: R, measured: NonNullable<MeasuredSteps>): R {
  const { context } = usageOfRow(row, measured).own;
  if (context === 0) return row;
  return {
    ...row,
    description: [...row.description, planPhrase('row-measured', { tokens: shortTokens(context) })],
    spoken: [...row.spoken, planPhrase('row-measured-spoken', { tokens: groupThousands(context) })],
  };
}

/** What a phase or sub-phase cost. */
export function usageOfRow(row: PhaseRow | StepRow, measured: NonNullable<MeasuredSteps>): UsageShare {
  const steps = PHASES[Number(row.phase) - 1]?.steps ?? STEP_IDS.filter((step) => step === row.phase);
  return usageOfSteps(measured, steps);
}

/** What was spent, for a tooltip; nothing where nothing was. */
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

/** What a session of the plan is for, typically takes and took. */
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

/** Says that something won't, or may not, fit; nothing where it does, or where that isn't known. @param phase as people write it */
export function fitPhrases(fit: PhaseFit | null, phase: string): readonly Phrase[] {
  if (fit === null || fit.verdict === 'fits') return [];
  const { verdict, isMeasured, left, need } = fit;
  const word = isMeasured ? (`${verdict}-measured` as const) : verdict;
  return [planPhrase(word, { left: groupThousands(left), phase, need: rangeText(need) })];
}
