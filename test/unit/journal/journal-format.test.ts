import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { NinefoldError } from '../../../src/core/errors.ts';
import { LINE_REASONS } from '../../../src/core/journal/journal-faults.ts';
import {
  decodeJournal,
  encodeEvent,
  foldEvents,
  journalFaults,
} from '../../../src/core/journal/journal-format.ts';
import { FOLD_VERSION, apply, applyStart, isStart } from '../../../src/core/workflow/apply.ts';
import { EVENT_DATA } from '../../../src/core/workflow/events.ts';
import type { NewEvent, EventType, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import { parseWorkflowState } from '../../../src/core/workflow/state-schema.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { EVERY_EVENT, eventOfType, workedOn } from '../support/every-event.ts';
import { eventOf } from '../support/workflows.ts';

const SOURCE = { file: 'wf-001.journal.jsonl', workflow: 'wf-001' };
const TYPES = Object.keys(EVENT_DATA) as readonly EventType[];

/** A journal of `count` events, as lines without their newlines. */
function lines(count: number, workflow = 'wf-001'): readonly string[] {
  const start: NewEvent = {
    type: 'workflow.started',
    data: { ...EVERY_EVENT['workflow.started'], id: workflow },
  };
  const newEvents = Array.from({ length: count }, (_, index): NewEvent => {
    if (index === 0) return start;
    return { type: 'nextStep.added', data: { text: `Step ${index}`, status: 'open', phase: 1 } };
  });
  const salt = workflow === 'wf-001' ? 'J' : 'K';
  return newEvents
    .map((newEvent, index) => eventOf(newEvent, index + 1))
    .map((event) => encodeEvent({ ...event, id: event.id.replace('J', salt), workflow }).trimEnd());
}

function journal(...parts: readonly string[]): string {
  return parts.map((line) => `${line}\n`).join('');
}

/** What is wrong with a text, shortly; the first must be what a reader refuses it for. */
function faultsOf(text: string): readonly string[] {
  const faults = journalFaults(text, SOURCE).map(({ kind, line, reason }) => `${line} ${kind}: ${reason}`);
  const refused = faults.filter(
    (fault) => !fault.includes(' unfinished: ') && !fault.includes('the journal is empty'),
  );
  const first = refused[0];
  if (first === undefined) decodeJournal(text, SOURCE);
  else {
    throws(
      () => decodeJournal(text, SOURCE),
      (error) => {
        if (!NinefoldError.is(error)) throw error;
        if (error.code === 'state-newer') return true;
        const { line, reason, id } = error.parameters;
        deepStrictEqual(
          [`${line}`, reason, id],
          [first.split(' ')[0], first.replace(/^\d+ [\w-]+: /, ''), 'wf-001'],
        );
        return true;
      },
    );
  }
  return faults;
}

describe('journal as text', () => {
  it('reads back what it wrote, of every type', () => {
    for (const type of TYPES) {
      const event = { ...eventOfType(type), workflow: 'wf-001' } as WorkflowEvent;
      const before = isStart(event) ? undefined : { events: 6, greatestId: '', has: () => false };
      const source = before === undefined ? SOURCE : { ...SOURCE, before };
      deepStrictEqual(decodeJournal(encodeEvent(event), source).events, [event], type);
    }
  });

  it('reads journals that were written before a line named its workflow', () => {
    const old = lines(3).map((line) => line.replace('"workflow":"wf-001",', ''));
    deepStrictEqual(faultsOf(journal(...old)), []);
    strictEqual(foldEvents(decodeJournal(journal(...old), SOURCE).events, SOURCE).revision, 3);
  });

  it('names merge markers, with everything else that they brought', () => {
    const [one = '', two = '', three = ''] = lines(3);
    const theirs = two.replace(/"id":"01J/, '"id":"01M');
    const text = journal(one, '<<<<<<< HEAD', two, '=======', theirs, '>>>>>>> topic', three);
    deepStrictEqual(faultsOf(text), [
      '2 merge-marker: a merge marker',
      '4 merge-marker: a merge marker',
      '5 conflict: a different event 2 comes before; two versions of this journal were combined',
      '6 merge-marker: a merge marker',
    ]);
    deepStrictEqual(faultsOf(journal(one, '||||||| base', two)), ['2 merge-marker: a merge marker']);
  });

  it('names a line that stands there twice, by the first', () => {
    const [one = '', two = '', three = ''] = lines(3);
    deepStrictEqual(faultsOf(journal(one, two, two, three)), [
      '3 duplicate: a duplicate of the event on line 2',
    ]);
    const renumbered = two.replace('"seq":2', '"seq":4');
    deepStrictEqual(faultsOf(journal(one, two, three, renumbered)), [
      '4 duplicate: a duplicate of the event on line 2',
    ]);
  });

  it('knows an event twice though its first stands in a part that is not read again', () => {
    const [one = '', two = '', three = ''] = lines(3);
    const { greatestId } = decodeJournal(journal(one, two), SOURCE);
    const first = JSON.parse(one) as { id: string };
    const before = { events: 2, greatestId, has: (id: string) => id === first.id };
    strictEqual(decodeJournal(journal(three), { ...SOURCE, before }).events.length, 1);
    throws(
      () => decodeJournal(journal(three.replace(/"id":"\w+"/, `"id":"${first.id}"`)), { ...SOURCE, before }),
      (error) => NinefoldError.is(error, 'state-damaged') && error.parameters.line === 3,
    );
  });

  it('names lines of another workflow, whatever their number', () => {
    const [one = '', two = ''] = lines(2);
    const other = lines(3, 'wf-002');
    deepStrictEqual(faultsOf(journal(one, two, other[2] ?? '')), [
      "3 foreign: an event of another workflow, 'wf-002'",
    ]);
    deepStrictEqual(faultsOf(journal(one, two, other[0] ?? '')), [
      "3 foreign: an event of another workflow, 'wf-002'",
    ]);
    deepStrictEqual(faultsOf(journal(...other)).length, 3);
    const silent = (other[0] ?? '').replace('"workflow":"wf-002",', '');
    deepStrictEqual(faultsOf(journal(silent)), ["1 foreign: an event of another workflow, 'wf-002'"]);
  });

  it('names what is missing, once', () => {
    const [one = '', two = '', three = '', four = '', five = ''] = lines(5);
    deepStrictEqual(faultsOf(journal(one, three)), ['2 gap: event 2 is missing before event 3']);
    deepStrictEqual(faultsOf(journal(one, four, five)), ['2 gap: events 2 to 3 are missing before event 4']);
    deepStrictEqual(faultsOf(journal(two, three)).slice(0, 1), ['1 gap: event 1 is missing before event 2']);
    deepStrictEqual(faultsOf(journal(one, three, two)), [
      '2 gap: event 2 is missing before event 3',
      '3 conflict: a different event 2 comes before; two versions of this journal were combined',
    ]);
  });

  it('names unreadable lines, and no gap behind them', () => {
    const [one = '', two = '', three = ''] = lines(3);
    const cases: readonly (readonly [string, string])[] = [
      ['not json', LINE_REASONS.notJson],
      ['', LINE_REASONS.empty],
      ['{"v":1}', LINE_REASONS.notEvent],
      ['[]', LINE_REASONS.notEvent],
      ['null', LINE_REASONS.notEvent],
      [two.replace('nextStep.added', 'toString'), "'toString' isn't an event type"],
      [two.replace('"status":"open"', '"status":"odd"'), 'the data of this nextStep.added is incomplete'],
      [two.replace('"actor":{"kind":"person"}', '"actor":{"kind":"ghost"}'), LINE_REASONS.notEvent],
    ];
    for (const [line, reason] of cases) {
      deepStrictEqual(faultsOf(journal(one, line, three)), [`2 unreadable: ${reason}`]);
    }
    deepStrictEqual(faultsOf(journal(one, `\uFEFF${two}`)), [`2 unreadable: ${LINE_REASONS.notJson}`]);
  });

  it('refuses a second start, and a journal that begins without one', () => {
    const [one = '', two = ''] = lines(2);
    const again = one.replace('"seq":1', '"seq":2').replace('01J', '01M');
    deepStrictEqual(faultsOf(journal(one, again)), ['2 misplaced-start: a second start event']);
    deepStrictEqual(faultsOf(journal(two.replace('"seq":2', '"seq":1'))), [
      "1 misplaced-start: the journal doesn't begin with a start event",
    ]);
    deepStrictEqual(faultsOf(''), ['1 unreadable: the journal is empty']);
  });

  it('refuses what a newer version wrote, whatever else that looks like', () => {
    const [one = ''] = lines(1);
    const newer = '{"v":3,"event":"odd"}';
    deepStrictEqual(faultsOf(journal(one, newer)), ['2 newer: written by a newer Ninefold (version 3)']);
    throws(
      () => decodeJournal(journal(one, newer), SOURCE),
      (error) => NinefoldError.is(error, 'state-newer'),
    );
    const later = (lines(2)[1] ?? '').replace('nextStep.added', 'nextStep.dreamt');
    deepStrictEqual(journalFaults(journal(one, later), SOURCE), [
      {
        kind: 'newer',
        line: 2,
        reason: "an event of a newer Ninefold, 'nextStep.dreamt'",
        type: 'nextStep.dreamt',
      },
    ]);
    throws(
      () => decodeJournal(journal(one, later), SOURCE),
      (error) => NinefoldError.is(error, 'event-newer'),
    );
  });

  it('reads version 2 with the events it was decided on, and refuses it without', () => {
    const [one = '', two = ''] = lines(2);
    deepStrictEqual(
      decodeJournal(journal(one, two), SOURCE).events.map(({ id, after }) => [after, id].flat().length),
      [1, 2],
    );
    deepStrictEqual(faultsOf(journal(one, two.replace(/"after":\[[^\]]*\],/, ''))), [
      `2 unreadable: ${LINE_REASONS.notEvent}`,
    ]);
  });

  it('sets a last line apart at every byte of it, and nothing that was never one', () => {
    const [one = '', two = ''] = lines(2);
    for (let length = 1; length <= two.length; length++) {
      const { events, torn } = decodeJournal(journal(one) + two.slice(0, length), SOURCE);
      deepStrictEqual([events.length, torn], [1, two.slice(0, length)]);
    }
    const unfinished =
      '2 unfinished: the last line is incomplete; the next change moves it to a file of its own';
    deepStrictEqual(faultsOf(`${journal(one)}${two}`), [unfinished]);
    deepStrictEqual(faultsOf(`${journal(one)}\0\0\0`), [unfinished]);
    deepStrictEqual(faultsOf(`${journal(one)}{"v":1,"id\0\0`), [unfinished]);
    deepStrictEqual(faultsOf(`${journal(one)}>>>>>>> topic`), ['2 merge-marker: a merge marker']);
    deepStrictEqual(faultsOf(`${journal(one)}note to self`), [`2 unreadable: ${LINE_REASONS.notJson}`]);
  });
});

describe('a state that is kept', () => {
  /** By type: what the event makes of a state. Another digest for a type that is listed asks for another FOLD_VERSION. */
  const DIGESTS: Readonly<Record<number, Readonly<Record<EventType, string>>>> = {
    7: {
      'attempt.recorded': '1ed4528a543f',
      'constraint.accepted': '2c9847545a22',
      'constraint.added': '477e254b39c7',
      'constraint.removed': '499d9d0a8fef',
      'check.recorded': 'c825398bef32',
      'decision.recorded': '8391ca384ad0',
      'deliverable.added': '48fd64d6e31c',
      'deliverable.removed': '3fce106d0a11',
      'handoff.created': 'af3646a9cc9c',
      'nextStep.added': '5e02b9b4d7cb',
      'nextStep.set': 'c560cf868648',
      'pattern.set': '98b4dd37dfef',
      'phase.approvalUndone': 'befc4689afb1',
      'phase.approved': 'be0f05bf8a86',
      'phase.rejected': '1e34ee8f7089',
      'phase.reopened': '05be466f7048',
      'phase.set': '536febf86326',
      'phase.skipped': '44360e241472',
      'phase.submitted': 'aab2cba9ebe5',
      'session.compacted': '8dec30ea150f',
      'session.ended': 'f26e3dd86eb7',
      'session.started': '5a77effd425e',
      'session.takenOver': '7952e3340330',
      'task.merged': 'fe7be8839a10',
      'workflow.agentsSet': '0d1d5f04b3d6',
      'workflow.branchSet': 'ff4eaa0ba1d4',
      'workflow.recovered': '11229a9d3a5a',
      'workflow.renamed': '1d0503afc1c9',
      'workflow.started': '9d3c94d0fbff',
      'workflow.statusSet': '8410175cc23f',
      'workflow.taskSet': '86f3dad759bc',
    },
  };

  /** By preset: what a start makes that names it and not what it skipped, as those of 0.1.0 do. */
  const PRESET_DIGESTS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
    7: {
      backend: '9d3c94d0fbff',
      bugfix: '5bddde9367d0',
      config: 'fef6342cb973',
      docs: 'a3b3bde027fd',
      full: '32ea33eaa847',
      prototype: '5f7b2908f89b',
    },
  };

  const digestOf = (state: WorkflowState): string =>
    createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, 12);

  it('says of every type when FOLD_VERSION has to be raised', () => {
    const digests = TYPES.map((type) => {
      const event = eventOfType(type);
      return [type, digestOf(isStart(event) ? applyStart(event) : apply(workedOn(), event))];
    });
    deepStrictEqual(Object.fromEntries(digests), DIGESTS[FOLD_VERSION]);
  });

  it('says of every preset when FOLD_VERSION has to be raised', () => {
    const { skipped, ...data } = EVERY_EVENT['workflow.started'];
    deepStrictEqual(skipped, ['3']);
    const digests = Object.keys(PRESET_DIGESTS[FOLD_VERSION] ?? {}).map((preset) => {
      const start = eventOf({ type: 'workflow.started', data: { ...data, preset } }, 1);
      ok(isStart(start));
      return [preset, digestOf(applyStart(start))];
    });
    deepStrictEqual(Object.fromEntries(digests), PRESET_DIGESTS[FOLD_VERSION]);
  });

  it('passes the schema of states unchanged, after every type', () => {
    for (const type of TYPES) {
      const event = eventOfType(type);
      const state = isStart(event) ? applyStart(event) : apply(workedOn(), event);
      deepStrictEqual(parseWorkflowState(JSON.parse(JSON.stringify(state))), state, type);
    }
  });
});
