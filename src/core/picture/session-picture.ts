/** Data of the session view: created by the host, sent to the page, drawn there. */

import type { Forecast } from '../meter/reading.ts';
import { forecastsOf } from '../meter/forecast.ts';
import type { LevelRules, LevelThresholds } from '../meter/levels.ts';
import { type Reading, thresholdsOf } from '../meter/reading.ts';
import type { WindowFill } from '../meter/window-fill.ts';
import { sessionPlan, typicalOf } from '../plan/session-plan.ts';
import type { SessionRule, TokenRange } from '../plan/session-plan.ts';
import type { Technique } from '../savings/savings.ts';
import type { SessionCourse } from '../usage/session-course.ts';
import type { UsageReport } from '../usage/usage-report.ts';
import { agentName } from '../agents/agents.ts';
import { usageOfSteps } from '../view/usage-view.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import { PHASES } from '../workflow/phases.ts';
import { phaseLabel, phaseStatus } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { type Timeline, timelineOfEvents } from './timeline-data.ts';

interface PictureSession {
  /** Name of the agent; empty if unknown. */
  readonly agent: string;
  readonly model: string | null;
  readonly sessionId: string | null;
  readonly live: boolean;
  readonly tokens: number | null;
  readonly window: number | null;
  readonly percent: number | null;
  readonly isWindowAssumed: boolean;
}

/** Usage of a phase, and its plan. */
export interface PhaseTokens {
  readonly num: number;
  readonly name: string;
  readonly isSkipped: boolean;
  /** Tokens added to the session's window. */
  readonly context: number;
  readonly output: number;
  readonly processed: number;
  /** Processed by sub-agents. */
  readonly subagents: number;
  readonly plan: TokenRange | null;
}

export interface SessionPicture {
  readonly session: PictureSession | null;
  readonly course: SessionCourse;
  /** Null if the window is unknown. */
  readonly thresholds: LevelThresholds | null;
  /** Levels ahead, the next first; null without a live session. */
  readonly forecasts: readonly Forecast[] | null;
  readonly workflow: { readonly name: string; readonly phase: string } | null;
  /** Null without a workflow. */
  readonly phases: readonly PhaseTokens[] | null;
  readonly timeline: Timeline | null;
  /** Null without a workflow, or if they couldn't be measured. */
  readonly savings: readonly Technique[] | null;
  /** Null if unknown: not every agent's transcript reveals it. */
  readonly fill: WindowFill | null;
}

export interface PictureFacts {
  readonly reading: Reading | null;
  readonly fill: WindowFill | null;
  readonly course: SessionCourse | null;
  readonly levels: LevelRules;
  readonly work: {
    readonly state: WorkflowState;
    readonly events: readonly WorkflowEvent[];
    readonly report: UsageReport;
    readonly plan: readonly SessionRule[];
    readonly savings: readonly Technique[] | null;
  } | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const NO_COURSE: SessionCourse = { at: [], tokens: [], compactions: [] };

export function sessionPicture({ reading, fill, course, levels, work, now }: PictureFacts): SessionPicture {
  const known = course ?? NO_COURSE;
  return {
    session: reading === null ? null : sessionOf(reading),
    course: known,
    thresholds: reading === null ? null : thresholdsOf(reading, levels),
    forecasts: reading === null ? null : forecastsFor(reading, known, levels),
    workflow: work === null ? null : { name: work.state.name, phase: phaseLabel(work.state) },
    phases: work === null ? null : phasesOf(work),
    timeline: work === null ? null : timelineOfEvents(work.state, work.events, now),
    savings: work?.savings ?? null,
    fill,
  };
}

function sessionOf(reading: Reading): PictureSession {
  const { agent, model, sessionId, live, tokens, window, percent } = reading;
  const isWindowAssumed = reading.windowSource === 'assumed';
  return { agent: agentName(agent), model, sessionId, live, tokens, window, percent, isWindowAssumed };
}

function forecastsFor(
  reading: Reading,
  { at, tokens, compactions }: SessionCourse,
  levels: LevelRules,
): readonly Forecast[] | null {
  if (!reading.live || reading.tokens === null || reading.window === null) return null;
  const since = compactions.at(-1)?.at ?? -Infinity;
  const turns = tokens.flatMap((count, index) => {
    const time = at[index] ?? 0;
    return time > since ? [{ tokens: count, at: new Date(time).toISOString() }] : [];
  });
  return forecastsOf(reading, turns, levels);
}

function phasesOf({ state, report, plan }: NonNullable<PictureFacts['work']>): readonly PhaseTokens[] {
  const sessions = sessionPlan(state, plan);
  return PHASES.map(({ num, name, steps }) => {
    const { own, subagents } = usageOfSteps(report, steps);
    return {
      num,
      name,
      isSkipped: phaseStatus(state, num) === 'skipped',
      context: own.context,
      output: own.output,
      processed: own.processed,
      subagents: subagents.processed,
      plan: typicalOf(sessions, steps),
    };
  });
}
