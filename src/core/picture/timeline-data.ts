/** Timeline of a workflow from its journal: when it was in which step, and what happened at its gates. */

import { timelineOf } from '../usage/timeline.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import { STEP_IDS, stepName } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface TimelineSpan {
  readonly step: StepId;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Null while it lasts. */
  readonly until: number | null;
}

export type MarkKind =
  'submitted' | 'approved' | 'undone' | 'rejected' | 'skipped' | 'reopened' | 'set' | 'handoff';

export interface TimelineMark {
  readonly kind: MarkKind;
  readonly at: number;
  /** Null for a handoff, which belongs to the whole workflow. */
  readonly step: StepId | null;
  /** Reason of a rejection or skip; phase of a handoff. */
  readonly detail: string;
}

export interface Timeline {
  /** Its steps in order, without those that the preset skips. */
  readonly steps: readonly { readonly step: StepId; readonly name: string }[];
  readonly spans: readonly TimelineSpan[];
  /** Ascending. */
  readonly marks: readonly TimelineMark[];
  readonly from: number;
  readonly to: number;
}

/** Creates the timeline. @param now milliseconds since the epoch, the end of a step in progress */
export function timelineOfEvents(
  state: WorkflowState,
  events: readonly WorkflowEvent[],
  now: number,
): Timeline {
  const spans = timelineOf(state.id, events).spans.map(({ step, from, until }): TimelineSpan => ({
    step,
    from,
    until: until === Infinity ? null : until,
  }));
  const marks = events.flatMap(marksOf);
  const times = [
    ...spans.flatMap(({ from, until }) => [from, until ?? now]),
    ...marks.map(({ at }) => at),
    ...events.slice(0, 1).map(({ at }) => Date.parse(at)),
  ];
  const shown = new Set<StepId>([
    ...spans.map(({ step }) => step),
    ...marks.flatMap(({ step }) => step ?? []),
  ]);
  return {
    steps: STEP_IDS.filter((step) => shown.has(step) || !state.steps[step].byPreset).map((step) => ({
      step,
      name: `${step} ${stepName(step)}`,
    })),
    spans,
    marks,
    from: times.length === 0 ? now : times.reduce((least, time) => Math.min(least, time)),
    to: times.length === 0 ? now : times.reduce((most, time) => Math.max(most, time)),
  };
}

function marksOf(event: WorkflowEvent): readonly TimelineMark[] {
  const at = Date.parse(event.at);
  const mark = (kind: MarkKind, step: StepId | null, detail = ''): TimelineMark => ({
    kind,
    at,
    step,
    detail,
  });
  switch (event.type) {
    case 'phase.submitted':
      return [mark('submitted', event.data.step)];
    case 'phase.approved':
      return [mark('approved', event.data.step)];
    case 'phase.approvalUndone':
      return [mark('undone', event.data.step)];
    case 'phase.rejected':
      return [mark('rejected', event.data.step, event.data.reason)];
    case 'phase.skipped':
      return event.data.steps.map((step) => mark('skipped', step, event.data.reason));
    case 'phase.reopened':
      return [mark('reopened', event.data.step)];
    case 'phase.set':
      return [mark('set', event.data.step)];
    case 'handoff.created':
      return [mark('handoff', null, event.data.phase)];
    default:
      return [];
  }
}
