import { deepStrictEqual } from 'node:assert/strict';

import { placeOfCall, timelineOf } from '../../../src/core/usage/timeline.ts';
import type { WorkflowTimeline } from '../../../src/core/usage/timeline.ts';
import type { NewEvent } from '../../../src/core/workflow/events.ts';
import { EVERY_EVENT } from '../support/every-event.ts';
import { eventOf } from '../support/workflows.ts';

const START: NewEvent = {
  type: 'workflow.started',
  data: { ...EVERY_EVENT['workflow.started'], preset: 'full', skipped: [] },
};
const approved = (step: '1' | '2' | '3' | '4'): NewEvent => ({
  type: 'phase.approved',
  data: { step, unverified: [] },
});

/** An event a minute, from minute 1. */
function timeline(newEvents: readonly NewEvent[], workflow = 'wf-001'): WorkflowTimeline {
  return timelineOf(
    workflow,
    newEvents.map((newEvent, index) => eventOf(newEvent, index + 1)),
  );
}

const minute = (count: number): number => Date.UTC(2026, 0, 2, 3, count);
const shown = ({ spans }: WorkflowTimeline): unknown =>
  spans.map(({ step, from, until }) => [
    step,
    (from - minute(0)) / 60_000,
    until === Infinity ? null : (until - minute(0)) / 60_000,
  ]);

describe('when a workflow was in which step', () => {
  it('follows approvals, one taken back, a phase set by hand and one reopened', () => {
    const events: readonly NewEvent[] = [
      START,
      approved('1'),
      approved('2'),
      { type: 'phase.approvalUndone', data: { step: '2' } },
      { type: 'phase.set', data: { step: '5b' } },
      { type: 'phase.reopened', data: { step: '1', reason: null } },
    ];
    deepStrictEqual(shown(timeline(events)), [
      ['1', 1, 2],
      ['2', 2, 3],
      ['3', 3, 4],
      ['2', 4, 5],
      ['5b', 5, 6],
      ['1', 6, null],
    ]);
  });

  it('stands still while the workflow is paused, and ends with it; a rejection moves nothing', () => {
    const events: readonly NewEvent[] = [
      START,
      { type: 'phase.submitted', data: { step: '1' } },
      { type: 'phase.rejected', data: { step: '1', reason: 'thin' } },
      { type: 'workflow.statusSet', data: { status: 'paused', reason: null } },
      { type: 'workflow.renamed', data: { name: 'Other' } },
      { type: 'workflow.statusSet', data: { status: 'in_progress', reason: null } },
      { type: 'workflow.statusSet', data: { status: 'cancelled', reason: null } },
    ];
    deepStrictEqual(shown(timeline(events)), [
      ['1', 1, 4],
      ['1', 6, 7],
    ]);
  });

  it('begins where a recovered workflow was taken up, and is empty for an empty journal', () => {
    const recovered: NewEvent = { type: 'workflow.recovered', data: EVERY_EVENT['workflow.recovered'] };
    deepStrictEqual(shown(timeline([recovered])), [['2', 1, null]]);
    deepStrictEqual(shown(timeline([])), []);
  });
});

describe('where a call belongs', () => {
  const place = (timelines: readonly WorkflowTimeline[], session: string, at: number): unknown => {
    const found = placeOfCall(timelines, session, at);
    return found === null ? null : `${found.workflow} ${found.step}`;
  };

  it('is the step of its time: the end of a step is the beginning of the next', () => {
    const one = timeline([START, approved('1')]);
    deepStrictEqual(
      [minute(0), minute(1), minute(2) - 1, minute(2), minute(900)].map((at) => place([one], 's', at)),
      [null, 'wf-001 1', 'wf-001 1', 'wf-001 2', 'wf-001 2'],
    );
  });

  it('is, of two workflows at once, the one with which the session was recorded last', () => {
    const recorded: NewEvent = { type: 'session.started', data: { id: 's', agent: 'a', model: null } };
    const shop = timeline([START, recorded], 'shop');
    const blog = timeline([START, approved('1'), approved('2'), recorded], 'blog');
    deepStrictEqual(
      [minute(3), minute(5)].map((at) => place([shop, blog], 's', at)),
      ['shop 1', 'blog 3'],
    );
    deepStrictEqual(place([timeline([START], 'other'), shop], 's', minute(2)), 'shop 1');
  });

  it('is, where no session was recorded, the workflow that changed last before the call', () => {
    const shop = timeline([START], 'shop');
    const blog = timeline([START, approved('1')], 'blog');
    deepStrictEqual(place([shop, blog], 's', minute(3)), 'blog 2');
  });
});
