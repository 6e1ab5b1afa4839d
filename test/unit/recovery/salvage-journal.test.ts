import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { encodeEvent, foldEvents } from '../../../src/core/journal/journal-format.ts';
import { newerLine, salvageJournal } from '../../../src/core/recovery/salvage-journal.ts';
import { decide, decideStart } from '../../../src/core/workflow/decide.ts';
import { apply, applyStart, isStart } from '../../../src/core/workflow/apply.ts';
import type { WorkflowEvent } from '../../../src/core/workflow/events.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { FACTS, eventOf } from '../support/workflows.ts';

/** The events of a workflow, as a journal would have them. */
function events(id: string, intents: readonly WorkflowIntent[], offset = 0): readonly WorkflowEvent[] {
  const [newEvent] = decideStart({ kind: 'start', id, name: 'One' }, FACTS);
  if (newEvent === undefined) throw new Error('no start');
  const first = eventOf(newEvent, 1);
  if (!isStart(first)) throw new Error('no start');
  const all: WorkflowEvent[] = [first];
  let state = applyStart(first);
  for (const intent of intents) {
    for (const one of decide(state, intent, FACTS)) {
      const event = {
        ...eventOf(one, state.revision + 1),
        id: `01K${String(offset + all.length).padStart(23, '0')}`,
      };
      all.push(event);
      state = apply(state, event);
    }
  }
  return all;
}

const APPROVE = { kind: 'approve' } as const;
const EVENTS = events('wf-001', [APPROVE, APPROVE, { kind: 'addNextStep', text: 'Später' }, APPROVE]);
const LINES = EVENTS.map((event) => encodeEvent(event).trimEnd());
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('a journal salvaged', () => {
  it('is the beginning and nothing else, wherever it is cut', () => {
    const whole = text(LINES);
    const bytes = Buffer.from(whole);
    for (let end = 0; end <= bytes.length; end++) {
      const cut = bytes.subarray(0, end).toString('utf8');
      const [first, ...more] = salvageJournal(cut, 'wf-001');
      const complete = cut.split('\n').filter((line) => LINES.includes(line)).length;
      deepStrictEqual([first?.events ?? 0, more.length], [complete, 0], `cut at ${end}`);
      if (first !== undefined) deepStrictEqual(first.state, foldEvents(EVENTS.slice(0, complete), 'x'));
    }
  });

  it('ends before a line that is missing or changed, and says how many are lost', () => {
    for (const [lines, wanted, lost] of [
      [[LINES[0], ...LINES.slice(2)], 1, 3],
      [[LINES[0], 'garbage', ...LINES.slice(2)], 1, 4],
      [[...LINES.slice(0, 3), (LINES[3] ?? '').replace('nextStep.added', 'nextStep.eaten'), LINES[4]], 3, 2],
    ] as const) {
      const [first] = salvageJournal(text(lines as readonly string[]), 'wf-001');
      deepStrictEqual([first?.events, first?.lost, first?.part], [wanted, lost, 'prefix']);
    }
    deepStrictEqual(salvageJournal(text(LINES.slice(1)), 'wf-001'), []);
    deepStrictEqual(salvageJournal(text(LINES), 'wf-002'), []);
    deepStrictEqual(salvageJournal('', 'wf-001'), []);
  });

  it('is whole where only doubles, markers and foreign lines stand between', () => {
    const [foreign = ''] = events('wf-002', []).map((event) => encodeEvent(event).trimEnd());
    const mixed = [
      LINES[0],
      '<<<<<<< HEAD',
      '=======',
      '>>>>>>> b',
      foreign,
      ...LINES.slice(0, 2),
      ...LINES.slice(1),
    ];
    const [first, ...more] = salvageJournal(text(mixed as readonly string[]), 'wf-001');
    deepStrictEqual(
      [
        first?.events,
        first?.part,
        first?.lost,
        first?.markers,
        first?.duplicates,
        first?.foreign,
        more.length,
      ],
      [5, 'whole', 0, 3, 2, 1, 0],
    );
  });

  it('chooses between two events of one number never by itself', () => {
    const other = events('wf-001', [APPROVE, { kind: 'addNextStep', text: 'Another' }], 100);
    const [one = '', two = ''] = LINES;
    const theirs = other.slice(2).map((event) => encodeEvent(event).trimEnd());
    const [plain] = salvageJournal(text([one, two, ...LINES.slice(2), ...theirs]), 'wf-001');
    deepStrictEqual([plain?.events, plain?.part], [2, 'prefix']);
    const merged = [one, two, '<<<<<<< HEAD', ...LINES.slice(2), '=======', ...theirs, '>>>>>>> topic'];
    const sides = salvageJournal(text(merged), 'wf-001');
    deepStrictEqual(
      sides.map(({ events: count, part, state }) => [count, part, state.nextSteps.map((step) => step.text)]),
      [
        [5, 'ours', ['Später']],
        [3, 'theirs', ['Another']],
      ],
    );
  });

  it('never throws, whatever bytes are changed', () => {
    const whole = text(LINES);
    let seed = 7;
    const next = (most: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
    for (let round = 0; round < 2000; round++) {
      const at = next(whole.length);
      const junk = ['', '\n', '"', '}', '\u0000', '<<<<<<<', '1', '\ufffd'][next(8)] ?? '';
      const mutated = whole.slice(0, at) + junk + whole.slice(at + next(40));
      for (const { state, events: count } of salvageJournal(mutated, 'wf-001')) {
        strictEqual(state.revision, count);
        ok(count <= EVENTS.length);
      }
    }
  });

  it('tells a line of a newer Ninefold, by its version or by its event, whatever its length', () => {
    const [line = ''] = LINES;
    const later = JSON.stringify({ ...(JSON.parse(line) as object), type: 'phase.dreamt' });
    deepStrictEqual(newerLine(text(LINES)), undefined);
    deepStrictEqual(newerLine(`${text(LINES).repeat(2000)}${JSON.stringify({ v: 3 })}\n`), { version: 3 });
    deepStrictEqual(newerLine(`${text(LINES)}${later}\n`), { type: 'phase.dreamt' });
  });
});
