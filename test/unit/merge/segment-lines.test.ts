import { deepStrictEqual, notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { decodeJournal, encodeEvent } from '../../../src/core/journal/journal-format.ts';
import { encodeSegmentLine } from '../../../src/core/merge/segment-lines.ts';
import type { NewEvent, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';

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

const PAIRS = [
  [like(APPROVAL, '01M8Q3Z4ZZRBSW42095R9NGH7G', 1), like(APPROVAL, '01M8Q3Z4WG9BB5B3484P2CB6B0', 2)],
  [like(APPROVAL, '01M8Q3Z2AEMMH2BTQ1PJWFYYXJ', 1), like(APPROVAL, '01M8Q3Z2C5XGXZ42RM904KR7CD', 2)],
  [like(ATTEMPT, '01M8Q3Z3D5XM3D07RWYW3R7C1F', 1), like(ATTEMPT, '01M8Q3Z3JDNP19MBDC049HYDC4', 2)],
  [like(ATTEMPT, '01M8Q3Z1WC97Z674G2Z6C1EEKZ', 1), like(ATTEMPT, '01M8Q3Z21PG0316THK3NTJX7MH', 2)],
] as const;

/** Returns how git lists the change from segments with the first event of each pair to segments with the second. */
function changeBetween(encode: (event: WorkflowEvent) => string): string {
  const folder = newFolder();
  const write = (events: readonly WorkflowEvent[]): void => {
    for (const event of events) writeFiles(folder, { [`${event.id}.jsonl`]: encode(event) });
  };
  git(folder, 'init', '-q');
  write(PAIRS.map(([first]) => first));
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
  for (const [first] of PAIRS) rmSync(join(folder, `${first.id}.jsonl`));
  write(PAIRS.map(([, second]) => second));
  git(folder, 'add', '-A');
  const lines = git(folder, 'diff', '--cached', '--name-status', '--find-renames=50%').trim().split('\n');
  return lines
    .map((line) => line.slice(0, 1))
    .sort()
    .join('');
}

describe('a line of a segment', () => {
  afterEach(removeFolders);

  it('is read as the same event, and is the same line wherever it is written', () => {
    for (const event of PAIRS.flat()) {
      const line = encodeSegmentLine(event);
      const source = { file: 'one', workflow: 'wf-001', isSegment: true } as const;
      deepStrictEqual(decodeJournal(line, source).events, [event]);
      strictEqual(encodeSegmentLine({ ...event }), line);
      ok(line.startsWith('{"v":') && line.endsWith('}\n'));
      strictEqual(line.trimEnd().includes('\n'), false);
    }
  });

  it('begins elsewhere for another event', () => {
    const [[one, other]] = PAIRS;
    notStrictEqual(encodeSegmentLine(one).indexOf('"id"'), encodeSegmentLine(other).indexOf('"id"'));
  });

  it('keeps git from taking a new segment for a renamed one', () => {
    ok(changeBetween(encodeEvent).includes('R'), 'as lines of a journal, they are');
    strictEqual(changeBetween(encodeSegmentLine), 'AAAADDDD');
  });
});
