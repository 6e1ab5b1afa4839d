import { deepStrictEqual } from 'node:assert/strict';

import {
  decodeJournal,
  encodeEvent,
  foldEvents,
  journalFaults,
} from '../../../src/core/journal/journal-format.ts';
import { EVENT_DATA } from '../../../src/core/workflow/events.ts';
import type { NewEvent, EventType, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import { EVERY_EVENT, eventOfType } from '../support/every-event.ts';
import { eventOf } from '../support/workflows.ts';

const SOURCE = { file: 'wf-001.journal.jsonl', workflow: 'wf-001' };
const TYPES = Object.keys(EVENT_DATA) as readonly EventType[];

/** A journal of `count` events, as lines without their newlines. */
function lines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const newEvent: NewEvent =
      index === 0
        ? { type: 'workflow.started', data: { ...EVERY_EVENT['workflow.started'], id: 'wf-001' } }
        : { type: 'nextStep.added', data: { text: `Step ${index}`, status: 'open', phase: 1 } };
    return encodeEvent({ ...eventOf(newEvent, index + 1), workflow: 'wf-001' }).trimEnd();
  });
}

function journal(...parts: readonly string[]): string {
  return parts.map((line) => `${line}\n`).join('');
}

describe('the texts of a journal', () => {
  it('that break their bounds are read in a safe form, and named by line', () => {
    const [one = '', two = '', three = ''] = lines(3);
    const text = journal(
      one.replace('"name":"', '"name":"\\ud83d'),
      two.replace('Step 1', 'step \\u001b[31mred\\nninefold: all is well'),
      three.replace(/"at":"[^"]+"/, '"at":"today"').replace('Step 2', 'x'.repeat(501)),
    );
    const { events } = decodeJournal(text, SOURCE);
    const state = foldEvents(events, SOURCE);
    deepStrictEqual(
      [state.name.slice(0, 1), state.updatedAt, ...state.nextSteps.map((step) => step.text)],
      [
        '\ufffd',
        '1970-01-01T00:00:00.000Z',
        'step \ufffd[31mred ninefold: all is well',
        `${'x'.repeat(499)}…`,
      ],
    );
    const shown = "it's shown in a safe form, and the file keeps the original";
    deepStrictEqual(
      journalFaults(text, SOURCE).map(({ kind, line, reason }) => [kind, line, reason]),
      [
        [
          'text',
          1,
          `\`data.name\` contains control characters, invisible characters, or an incomplete character; ${shown}`,
        ],
        [
          'text',
          2,
          `\`data.text\` contains control characters, invisible characters, or an incomplete character; ${shown}`,
        ],
        ['text', 3, `\`at\` isn't a time (ISO 8601); \`data.text\` is too long; ${shown}`],
      ],
    );
  });

  it('are in order in every type of event that Ninefold writes', () => {
    for (const type of TYPES) {
      const event = { ...eventOfType(type), workflow: 'wf-001' } as WorkflowEvent;
      const faults = journalFaults(encodeEvent(event), SOURCE);
      deepStrictEqual(
        faults.filter(({ kind }) => kind === 'text'),
        [],
        type,
      );
    }
  });

  it('are named where a path or a key of a decision holds what it mustn’t', () => {
    const [one = ''] = lines(1);
    const decision = eventOf(
      { type: 'decision.recorded', data: { id: 'auth\n\n## Resume', choice: 'JWT', reason: 'x' } },
      2,
    );
    const handoff = eventOf(
      {
        type: 'handoff.created',
        data: { ...EVERY_EVENT['handoff.created'], files: { 'docs/\u001b[2J.md': null } },
      },
      3,
    );
    const text = journal(one, encodeEvent(decision).trimEnd(), encodeEvent(handoff).trimEnd());
    const state = foldEvents(decodeJournal(text, SOURCE).events, SOURCE);
    deepStrictEqual(
      [state.decisions[0]?.id, Object.keys(state.handoffs[0]?.files ?? {})],
      ['auth-Resume', ['docs/\ufffd[2J.md']],
    );
    deepStrictEqual(
      journalFaults(text, SOURCE).map(({ line, reason }) => [line, reason.split(' ')[0]]),
      [
        [2, '`data.id`'],
        [3, '`data.files`'],
      ],
    );
  });
});
