import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { TaskFileDiff } from '../../../src/core/service/task-diff.ts';
import type { TaskView } from '../../../src/core/service/task-view.ts';
import { taskRows } from '../../../src/core/view/task-rows.ts';
import type { TaskRow } from '../../../src/core/view/task-row.ts';
import { TASK_WORDS } from '../../../src/core/view/task-words.ts';
import { FILE_REFUSAL_WORDS } from '../../../src/core/tasks/task-paths.ts';
import { wordsOf } from '../support/words.ts';

const taskWord = wordsOf(TASK_WORDS);

const TASK: TaskView = {
  id: 'tests',
  title: 'Write Tests',
  template: 'tests',
  workflow: 'wf-001',
  agent: 'codex',
  place: 'worktree',
  state: 'finished',
  failure: null,
  createdAt: '2026-01-02T03:04:05.000Z',
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: '2026-01-02T03:06:15.000Z',
  elapsed: 130_000,
  exitCode: 0,
  commit: '0123456789abcdef',
  declared: ['tests/'],
  outputs: [{ path: 'tests/a.test.ts', isDeclared: true, isDeleted: false, refusal: null }],
  merged: [],
  folder: '/cache/tests',
  taskFile: '/p/task.md',
  log: '/p/run-1.log',
  report: null,
  isLanding: false,
};

const FILE: TaskFileDiff = {
  path: 'tests/a.test.ts',
  state: 'clean',
  change: 'added',
  isDeclared: true,
  isRejected: false,
  isLanded: false,
  isBinary: false,
  isMerged: false,
  reason: null,
  base: null,
  ours: null,
  theirs: { hash: 'a', size: 1 },
  theirsPath: '/cache/tests/tests/a.test.ts',
  markedPath: null,
};

function rowOf(
  task: Partial<TaskView>,
  files: readonly TaskFileDiff[] | null = [FILE],
  tokens: number | null = null,
) {
  const [row] = taskRows([
    { key: 'a', name: 'shop', tasks: [{ task: { ...TASK, ...task }, files, tokens }] },
  ]);
  ok(row);
  return row;
}

const fileOf = (file: Partial<TaskFileDiff>): TaskRow => {
  const row = rowOf({}, [{ ...FILE, ...file }]).children.at(-1);
  ok(row);
  return row;
};
const text = (row: TaskRow): string => row.description.map(phraseText).join(' · ');

describe('rows of agent tasks', () => {
  it('say state, time, files and tokens, and what they may write', () => {
    const row = rowOf({}, [FILE], 41_000);
    strictEqual(
      text(row),
      `${taskWord('finished')} · ${taskWord('minutes', { count: 2 })} · ${taskWord('file')} · ${taskWord('tokens', { tokens: '41K' })}`,
    );
    deepStrictEqual(row.tooltip.map(phraseText), [
      taskWord('agent', { agent: 'codex' }),
      taskWord('in-worktree'),
      taskWord('base-commit', { commit: '01234567' }),
      taskWord('may-write', { files: 'tests/' }),
    ]);
    strictEqual(row.spoken.map(phraseText)[0], taskWord('task-spoken', { title: 'Write Tests' }));
  });

  it('offer what their state allows, and accepting only where something is there to be taken', () => {
    deepStrictEqual(rowOf({ state: 'open', outputs: [] }, null).can, ['run', 'discard']);
    deepStrictEqual(rowOf({ state: 'running' }, null).can, ['cancel']);
    deepStrictEqual(rowOf({}).can, ['accept', 'rerun', 'discard']);
    deepStrictEqual(rowOf({}, [{ ...FILE, isRejected: true }]).can, ['rerun', 'discard']);
    deepStrictEqual(rowOf({ state: 'merged' }, [{ ...FILE, state: 'same', isLanded: true }]).can, []);
    deepStrictEqual(rowOf({ state: 'discarded', outputs: [] }, null).can, []);
  });

  it('have their text, log and files below, with why a run failed', () => {
    const { children } = rowOf({ state: 'failed', failure: 'it was cancelled' });
    deepStrictEqual(
      children.map((row) => [typeof row.label === 'string' ? row.label : phraseText(row.label), text(row)]),
      [
        [taskWord('task-file'), ''],
        [taskWord('log'), 'it was cancelled'],
        ['tests/a.test.ts', `${taskWord('file-clean')} · ${taskWord('added')}`],
      ],
    );
  });

  it('tell each file by its state, what may be done with it, and what was not declared', () => {
    deepStrictEqual(
      [text(fileOf({})), fileOf({}).can],
      [`${taskWord('file-clean')} · ${taskWord('added')}`, ['compare', 'accept', 'reject']],
    );
    const conflict = fileOf({ state: 'conflict', change: 'changed', reason: 'lines' });
    deepStrictEqual(
      [text(conflict), conflict.can],
      [taskWord('file-conflict'), ['compare', 'accept', 'reject']],
    );
    const refused = fileOf({ state: 'refused', reason: 'link', isDeclared: false });
    deepStrictEqual(
      [text(refused), refused.can],
      [`${taskWord('file-refused')} · ${taskWord('undeclared')} · ${FILE_REFUSAL_WORDS.link}`, []],
    );
    const rejected = fileOf({ isRejected: true });
    deepStrictEqual(
      [text(rejected), rejected.can],
      [`${taskWord('file-rejected')} · ${taskWord('added')}`, ['compare', 'accept']],
    );
    strictEqual(
      text(fileOf({ isMerged: true, change: 'changed' })),
      `${taskWord('file-clean')} · ${taskWord('put-together')}`,
    );
    deepStrictEqual(fileOf({ isLanded: true, state: 'same' }).can, []);
  });

  it('show files that a run is writing, and no action on them', () => {
    const file = rowOf({ state: 'running' }, null).children.at(-1);
    ok(file);
    deepStrictEqual([file.label, text(file), file.can], ['tests/a.test.ts', taskWord('file-written'), []]);
  });

  it('stand under a row for each folder where several have some, the newest first', () => {
    const tasks = [
      { task: TASK, files: null, tokens: null },
      { task: { ...TASK, id: 'docs' }, files: null, tokens: null },
    ];
    const rows = taskRows([
      { key: 'a', name: 'shop', tasks },
      { key: 'b', name: 'site', tasks: tasks.slice(0, 1) },
      { key: 'c', name: 'empty', tasks: [] },
    ]);
    deepStrictEqual(
      rows.map(({ label, children }) => [label, children.map(({ task }) => task)]),
      [
        ['shop', ['docs', 'tests']],
        ['site', ['tests']],
      ],
    );
    deepStrictEqual(taskRows([]), []);
  });
});
