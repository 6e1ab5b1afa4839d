import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { decodeJournal, encodeEvent } from '../../../src/core/journal/journal-format.ts';
import { encodeSegmentLine } from '../../../src/core/merge/segment-lines.ts';
import type { NewEvent, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import { seededRandom } from '../../torture/seeded-random.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const DIGITS = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
const AFTER = '01M8Q3YYJ8C7RMYTR74YF89FF2';
/** Long, as of a check with the same output. */
const TEXT = 'The same words in both, which fill several blocks. '.repeat(8).trim();

const APPROVAL: NewEvent = {
  type: 'phase.approved',
  data: { step: '1', unverified: ['deliverable-missing'] },
};
const ATTEMPT: NewEvent = { type: 'attempt.recorded', data: { text: TEXT, because: null } };

/** An event that others are like, decided on the same one a moment apart. */
function like(newEvent: NewEvent, id: string, second: number): WorkflowEvent {
  const at = `2026-11-30T20:57:2${second}.319Z`;
  const actor = { kind: 'person', author: 'Ann Author' } as const;
  return { v: 2, id, seq: 2, workflow: 'wf-001', after: [AFTER], at, actor, ...newEvent };
}

/** Two lists of events that git compares each with each. */
function listsOf(newEvent: NewEvent, length: number): readonly [WorkflowEvent[], WorkflowEvent[]] {
  const random = seededRandom(length);
  const characters = [...Array(16).keys()];
  const id = (): string => `01M8Q3Z4ZZ${characters.map(() => random.pick(DIGITS)).join('')}`;
  const list = (second: number): WorkflowEvent[] =>
    Array.from({ length }, () => like(newEvent, id(), second));
  return [list(1), list(2)];
}

const APPROVALS = listsOf(APPROVAL, 24);
const ATTEMPTS = listsOf(ATTEMPT, 2);

/** Counts by git's letter what changed from a segment for each of the first events to one for each of the second. */
function changesBetween(
  [before, now]: ReturnType<typeof listsOf>,
  encode: (event: WorkflowEvent) => string,
): Readonly<Record<string, number>> {
  const folder = newFolder();
  const write = (events: readonly WorkflowEvent[]): void => {
    for (const event of events) writeFiles(folder, { [`${event.id}.jsonl`]: encode(event) });
  };
  git(folder, 'init', '-q');
  write(before);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
  for (const { id } of before) rmSync(join(folder, `${id}.jsonl`));
  write(now);
  git(folder, 'add', '-A');
  const lines = git(folder, 'diff', '--cached', '--name-status', '--find-renames=50%').trim().split('\n');
  const letters = lines.map((line) => line.slice(0, 1));
  return Object.fromEntries(
    [...new Set(letters)].map((one) => [one, letters.filter((other) => other === one).length]),
  );
}

describe('a line of a segment', () => {
  afterEach(removeFolders);

  it('is read as the same event, and is the same line wherever it is written', () => {
    for (const event of [APPROVALS, ATTEMPTS].flat(2)) {
      const line = encodeSegmentLine(event);
      const source = { file: 'one', workflow: 'wf-001', isSegment: true } as const;
      deepStrictEqual(decodeJournal(line, source).events, [event]);
      strictEqual(encodeSegmentLine({ ...event }), line);
      ok(line.startsWith('{"v":') && line.endsWith('}\n'));
      strictEqual(line.trimEnd().includes('\n'), false);
    }
  });

  for (const [name, lists] of [
    ['short', APPROVALS],
    ['long', ATTEMPTS],
  ] as const) {
    it(`keeps git from taking a new segment for a renamed one, of ${name} events that are alike`, () => {
      const { length } = lists[0];
      ok('R' in changesBetween(lists, encodeEvent), 'as lines of a journal, some are');
      deepStrictEqual(changesBetween(lists, encodeSegmentLine), { A: length, D: length });
    });
  }
});
