/** A handoff says of each check how it ended last: an older pass never hides a newer failure. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';

import { NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import type { AgentTodo, SessionActivity } from '../../../src/core/activity/activity.ts';
import { handoffDocument } from '../../../src/core/handoff/handoff-document.ts';
import { observedDocument } from '../../../src/core/handoff/observed-document.ts';
import { observedOf } from '../../../src/core/handoff/observed.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { REFERENCE_GIT } from '../../fixtures/reference-workflow.ts';
import { after, afterAll, started } from '../support/workflows.ts';

const PLACE = { folders: ['/p'], platform: 'linux' };

type Grade = 'witnessed' | 'observed' | 'claimed';

function ran(phase: string, exitCode: number | null, grade: Grade = 'witnessed', command = 'npm test') {
  return { kind: 'recordCheck', phase, command, exitCode, grade } as const satisfies WorkflowIntent;
}

/** A workflow in a step, with its checks a minute apart: the first ends at 03:03. */
function stateIn(phase: string, ...checks: readonly WorkflowIntent[]): WorkflowState {
  return afterAll(started(), [{ kind: 'setPhase', phase }, ...checks]);
}

/** Commands of a session with the minute in which each ended. */
type Runs = readonly (readonly [command: string, exitCode: number, minute: number])[];

function documentOf(
  state: WorkflowState,
  runs: Runs = [],
  todos: readonly AgentTodo[] = [],
): Record<'done' | 'open' | 'next', readonly string[]> {
  const activity: SessionActivity = {
    ...NO_ACTIVITY,
    agent: 'claude-code',
    todos,
    commands: runs.map(([command, exitCode, minute]) => ({
      command,
      exitCode,
      at: new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString(),
    })),
  };
  const input = { state, patterns: [], git: REFERENCE_GIT, files: {}, banner: '', reads: [] };
  const isAlone = runs.length === 0 && todos.length === 0;
  const text = isAlone ? handoffDocument(input) : observedDocument(input, observedOf(activity, null, PLACE));
  const linesOf = (heading: string): readonly string[] =>
    (text.split(`## ${heading}\n`)[1]?.split('\n\n## ')[0] ?? '').split('\n');
  return { done: linesOf("What's Done"), open: linesOf('Open'), next: linesOf('Next Steps') };
}

const about = (lines: readonly string[], command = 'npm test'): readonly string[] =>
  lines.filter((line) => line.includes(`\`${command}\``));

describe('the newest check of the current step in a handoff', () => {
  it('is open if it failed, and done work if it passed', () => {
    const failed = documentOf(stateIn('5b', ran('5b', 0), ran('5b', 1)));
    deepStrictEqual(about(failed.open), ['- `npm test` failed, exit 1 (witnessed, 2026-01-02T03:04Z)']);
    deepStrictEqual(about(failed.done), []);
    const passed = documentOf(stateIn('5c', ran('5c', 1), ran('5c', 0)));
    deepStrictEqual(about(passed.done), [
      '- 5c TDD REFACTOR in progress: `npm test` passed, exit 0 (witnessed, 2026-01-02T03:04Z)',
    ]);
    deepStrictEqual(about(passed.open), []);
  });

  it('is begun work if it failed in RED, and open if nobody knows how it ended', () => {
    const red = documentOf(stateIn('5a', ran('5a', 1)));
    match(about(red.done).join('\n'), /^- 5a TDD RED in progress: `npm test` failed as wanted, exit 1 \(/);
    deepStrictEqual(about(red.open), []);
    match(about(documentOf(stateIn('5b', ran('5b', null))).open).join('\n'), /unknown result \(witnessed/);
  });

  it('is the newest of all grades, but no claim hides a failure that was seen', () => {
    const seen = documentOf(stateIn('5b', ran('5b', 0), ran('5b', 1, 'observed')));
    match(about(seen.open).join('\n'), /^- `npm test` failed, exit 1 \(observed, /);
    const claimed = documentOf(stateIn('5b', ran('5b', 1, 'observed'), ran('5b', 0, 'claimed')));
    match(about(claimed.open).join('\n'), /^- `npm test` failed, exit 1 \(observed, /);
    deepStrictEqual(about(claimed.done), []);
    match(about(documentOf(stateIn('5b', ran('5b', 0), ran('5b', 1, 'claimed'))).open).join(), /claimed, /);
  });

  it('is told beside the pass that closed an earlier step', () => {
    const state = afterAll(stateIn('5b', ran('5b', 0)), [{ kind: 'approve' }, ran('5c', 1)]);
    const { done, open } = documentOf(state);
    match(about(done).join('\n'), /^- 5b .*exited 0 .*\(witnessed, .*; failed since\)$/);
    strictEqual(about(open).length, 1);
  });

  it('lists no more than a few, and counts the rest', () => {
    const checks = Array.from({ length: 12 }, (_, at) => ran('5b', 1, 'witnessed', `npm run test:${at}`));
    const { open } = documentOf(stateIn('5b', ...checks));
    ok(open.length < 10 && open.some((line) => line.includes('npm run test:11')));
    strictEqual(open.filter((line) => /\d+ more/.test(line)).length, 1);
  });
});

describe('a check of which the record and the session tell', () => {
  it('is told once, as it ended last', () => {
    const failed = documentOf(stateIn('5b', ran('5b', 1)), [['npm test', 0, 1]]);
    strictEqual(about(failed.open).length, 1);
    deepStrictEqual(about(failed.done), []);
    const same = documentOf(stateIn('5b', ran('5b', 0)), [['cd . && npm run test', 0, 3]]);
    strictEqual(about(same.done).length, 1);
    const later = documentOf(stateIn('5b', ran('5b', 1)), [['npm test', 0, 9]]);
    deepStrictEqual(about(later.open), []);
    match(about(later.done).join('\n'), /^> - `npm test`: passed, exit 0 /);
  });

  it('is open if the session saw it fail after it passed', () => {
    const { done, open } = documentOf(stateIn('5b', ran('5b', 0)), [['npm test', 1, 9]]);
    deepStrictEqual(about(done), []);
    match(about(open).join('\n'), /^> - `npm test`: failed, exit 1 /);
  });

  it('is told as recorded if its step is closed and its line names another', () => {
    const state = after(stateIn('5b', ran('5b', 0, 'observed', 'npm run lint'), ran('5b', 0)), {
      kind: 'approve',
    });
    const { done } = documentOf(state, [['npm run lint', 1, 1]]);
    match(about(done, 'npm run lint').join('\n'), /passed, exit 0 \(2026-01-02T03:03Z\)$/);
  });
});

describe('a to-do in a handoff', () => {
  it('is told once', () => {
    const text = 'Validate the code';
    const state = after(stateIn('5b'), { kind: 'addNextStep', text, status: 'in_flight' });
    const { open, next } = documentOf(
      state,
      [],
      [
        { text: `${text} `, status: 'in_progress' },
        { text: 'Show the discount', status: 'pending' },
      ],
    );
    const naming = [...open, ...next].filter((line) => line.includes(text));
    deepStrictEqual(naming, [`- In flight: ${text}`]);
    ok(open.includes('> - To do: Show the discount'));
  });
});
