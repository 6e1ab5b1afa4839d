/** Presets are for starting a workflow; one that exists never changes with them. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import {
  decodeJournal,
  encodeEvent,
  foldEvents,
  journalFaults,
} from '../../../src/core/journal/journal-format.ts';
import { decideStart } from '../../../src/core/workflow/decide.ts';
import type { EventData, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import type { StepId } from '../../../src/core/workflow/phases.ts';
import { PRESETS, PRESET_NAMES } from '../../../src/core/workflow/presets.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { parseWorkflowState } from '../../../src/core/workflow/state-schema.ts';
import { EVERY_EVENT } from '../support/every-event.ts';
import { FACTS, eventOf } from '../support/workflows.ts';

const INTENT = { kind: 'start', id: 'wf-001', name: 'One' } as const;
const FILE = 'wf-001.journal.jsonl';
type Start = EventData<'workflow.started'>;
/** The presets of version 0.1.0, whose starts don't say what they skipped. */
const FIRST = ['full', 'backend', 'bugfix', 'prototype', 'docs', 'config'] as const;

/** The journal of a workflow that is started now, and then moved on. */
function startedNow(preset: string): string {
  const [start] = decideStart({ ...INTENT, preset }, FACTS);
  ok(start);
  const approved = eventOf({ type: 'phase.approved', data: { step: '1', unverified: [] } }, 2);
  return encodeEvent(eventOf(start, 1)) + encodeEvent(approved);
}

/** The same as version 0.1.0 wrote it: the preset's name, and not what it skipped. */
function startedThen(preset: string): string {
  const [first = '', second = ''] = startedNow(preset).split('\n');
  const event = JSON.parse(first) as WorkflowEvent & { readonly data: Start };
  const data = { ...event.data, skipped: undefined };
  return `${JSON.stringify({ ...event, data })}\n${second}\n`;
}

const folded = (text: string): WorkflowState => foldEvents(decodeJournal(text, FILE).events, FILE);

/** What is wrong with a journal of one start. */
function faultsOf(data: object): readonly string[] {
  const event = { ...eventOf({ type: 'workflow.started', data: EVERY_EVENT['workflow.started'] }, 1), data };
  return journalFaults(`${JSON.stringify(event)}\n`, FILE).map(({ reason }) => reason);
}

/** Runs `work` while every preset skips something else, and one is gone. */
function withOtherPresets<T>(work: () => T): T {
  const table = PRESETS as unknown as Record<string, readonly StepId[]>;
  const before = { ...table };
  try {
    for (const name of PRESET_NAMES) table[name] = name === 'backend' ? ['1', '2'] : ['2', '5b', '9'];
    delete table.docs;
    return work();
  } finally {
    Object.assign(table, before);
  }
}

describe('presets', () => {
  const journals = [...PRESET_NAMES.map(startedNow), ...FIRST.map(startedThen)];

  it('change no workflow that exists, whichever version began it', () => {
    const before = journals.map(folded);
    deepStrictEqual(
      withOtherPresets(() => journals.map(folded)),
      before,
    );
  });

  it('are what a new workflow begins with', () => {
    const [start] = withOtherPresets(() => decideStart({ ...INTENT, preset: 'backend' }, FACTS));
    ok(start);
    const { current, steps } = folded(encodeEvent(eventOf(start, 1)));
    deepStrictEqual(
      [current, steps['1'].status, steps['2'].byPreset, steps['3'].status],
      ['3', 'skipped', true, 'in_progress'],
    );
  });

  it('leave in the start what they skipped, so that it folds as one that names it did', () => {
    for (const preset of PRESET_NAMES) {
      const [start] = decodeJournal(startedNow(preset), FILE).events;
      deepStrictEqual((start?.data as Start).skipped, [...PRESETS[preset]], preset);
    }
    for (const preset of FIRST)
      deepStrictEqual(folded(startedNow(preset)), folded(startedThen(preset)), preset);
  });

  it('may come and go: a start that says what it skipped is read by any name', () => {
    const { skipped, ...data } = EVERY_EVENT['workflow.started'];
    deepStrictEqual(faultsOf({ ...data, preset: 'data-pipeline', skipped }), []);
    const event = eventOf(
      { type: 'workflow.started', data: { ...data, preset: 'data-pipeline', skipped } },
      1,
    );
    const state = folded(encodeEvent(event));
    deepStrictEqual(
      [state.preset, state.steps['3'].status, state.current],
      ['data-pipeline', 'skipped', '1'],
    );
    deepStrictEqual(parseWorkflowState(JSON.parse(JSON.stringify(state))), state);
  });

  it('aren’t a start if nothing names the skipped steps, or a name is invalid', () => {
    const { skipped, ...data } = EVERY_EVENT['workflow.started'];
    const incomplete = ['the data of this workflow.started is incomplete'];
    for (const preset of ['data-pipeline', 'toString', '__proto__', 'constructor', '']) {
      deepStrictEqual(faultsOf({ ...data, preset }), incomplete, preset);
    }
    for (const preset of [
      'Full',
      'a b',
      'a\u001b[2J',
      '-a',
      'a'.repeat(33),
      '__proto__',
      '\ud83d',
      7,
      null,
    ]) {
      deepStrictEqual(faultsOf({ ...data, preset, skipped }), incomplete, String(preset));
    }
    for (const wrong of [['5'], ['3', 3], '3', null, {}]) {
      deepStrictEqual(faultsOf({ ...data, skipped: wrong }), incomplete, JSON.stringify(wrong));
    }
  });

  it('are never two steps in progress, in whichever version they began', () => {
    for (const text of journals) {
      const inProgress = Object.values(folded(text).steps).filter(({ status }) => status === 'in_progress');
      strictEqual(inProgress.length, 1);
    }
  });
});
