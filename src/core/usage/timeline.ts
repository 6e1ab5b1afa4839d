/** When a workflow was in which step, from its journal: the basis for placing a call by its time. */

import { apply, applyStart, isStart } from '../workflow/apply.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** A period in one step, in milliseconds since the epoch. */
interface StepSpan {
  readonly step: StepId;
  readonly from: number;
  /** Infinity while it continues. */
  readonly until: number;
}

export interface WorkflowTimeline {
  readonly workflow: string;
  /** Ascending. Excludes times when the workflow is paused or over. */
  readonly spans: readonly StepSpan[];
  /** When each agent session was first recorded with it. */
  readonly sessions: ReadonlyMap<string, number>;
  /** Times of all its events, in journal order. */
  readonly touched: readonly number[];
}

/** Builds the timeline of a journal's events; empty if there are none. */
export function timelineOf(workflow: string, events: readonly WorkflowEvent[]): WorkflowTimeline {
  const sessions = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'session.started' || sessions.has(event.data.id)) continue;
    sessions.set(event.data.id, Date.parse(event.at));
  }
  return { workflow, spans: spansOf(events), sessions, touched: events.map(({ at }) => Date.parse(at)) };
}

/** Only gates and the workflow's own status matter; nothing else is folded. */
function spansOf(events: readonly WorkflowEvent[]): readonly StepSpan[] {
  const spans: StepSpan[] = [];
  let state: WorkflowState | undefined;
  let from = Infinity;
  const close = (until: number): void => {
    if (state?.status === 'in_progress' && until > from) spans.push({ step: state.current, from, until });
  };
  for (const event of events) {
    const moves = event.type.startsWith('phase.') || event.type === 'workflow.statusSet';
    if (!isStart(event) && (!moves || state === undefined)) continue;
    const next = isStart(event) ? applyStart(event) : state === undefined ? undefined : apply(state, event);
    if (next?.current === state?.current && next?.status === state?.status) {
      state = next;
      continue;
    }
    close(Date.parse(event.at));
    state = next;
    from = Date.parse(event.at);
  }
  close(Infinity);
  return spans;
}

/** The workflow and step of a call. */
export interface CallPlace {
  readonly workflow: string;
  readonly step: StepId;
}

/**
 * Finds the workflow and step in which a session's call was made; null if no workflow was in progress. Of several,
 * takes the one with which the session was last recorded before the call; if it was recorded with none of them, the
 * one that last changed before it.
 *
 * @param at milliseconds since the epoch
 */
export function placeOfCall(
  timelines: readonly WorkflowTimeline[],
  sessionId: string,
  at: number,
): CallPlace | null {
  const open = timelines.flatMap((timeline) => {
    const span = timeline.spans.find(({ from, until }) => from <= at && at < until);
    return span === undefined ? [] : [{ timeline, step: span.step }];
  });
  const [only, ...more] = open;
  if (only === undefined) return null;
  if (more.length === 0) return { workflow: only.timeline.workflow, step: only.step };
  const recorded = open.filter(({ timeline }) => timeline.sessions.has(sessionId));
  const best =
    recorded.length > 0
      ? latest(recorded, ({ timeline }) => timeline.sessions.get(sessionId) ?? -Infinity, at)
      : latest(open, ({ timeline }) => lastTouch(timeline, at), at);
  return { workflow: best.timeline.workflow, step: best.step };
}

interface Open {
  readonly timeline: WorkflowTimeline;
  readonly step: StepId;
}

/** Returns the one with the latest time up to `at`; if all are later, the earliest. */
function latest(open: readonly Open[], timeOf: (one: Open) => number, at: number): Open {
  const [first, ...rest] = open;
  if (first === undefined) throw new RangeError('nothing to choose from');
  const rank = (one: Open): number => (timeOf(one) <= at ? timeOf(one) : -timeOf(one));
  return rest.reduce((best, one) => (rank(one) > rank(best) ? one : best), first);
}

function lastTouch({ touched }: WorkflowTimeline, at: number): number {
  return touched.reduce((last, time) => (time <= at && time > last ? time : last), -Infinity);
}
