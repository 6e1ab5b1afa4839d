/** What is shown before a verdict: evidence below the current phase, its basis, and the lenses of its documents. */

import { deepStrictEqual } from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { gateLenses } from '../../../src/core/view/gate-lenses.ts';
import { lastGateAt, reviewBasis } from '../../../src/core/view/review-basis.ts';
import { childrenOf } from '../../../src/core/view/rows.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import type { Check, WorkflowState } from '../../../src/core/workflow/state.ts';
import { AGENT, after, afterAll, started } from '../support/workflows.ts';

const NOW = Date.parse('2026-01-02T04:00:00.000Z');
const red = after(started(), { kind: 'setPhase', phase: '5a' });

function check(more: Partial<Check>): Check {
  return {
    step: '5a',
    command: 'npm test',
    exitCode: 1,
    at: '2026-01-02T03:57:00.000Z',
    commit: null,
    grade: 'observed',
    source: null,
    ...more,
  };
}

function below(state: WorkflowState, changed: number | null): readonly string[] {
  const content = { key: 'a', name: 'A', state, files: {}, damage: [], others: [], isReadOnly: false };
  const rows = treeRows([{ ...content, changed, now: NOW }]);
  const current = rows.find((row) => row.kind === 'phase' && row.isCurrent);
  return (current === undefined ? [] : childrenOf(current)).map((row) =>
    [row.kind, row.kind === 'check' ? row.isAsWanted : '', ...row.description.map(phraseText)].join(' | '),
  );
}

describe('the rows below the current phase', () => {
  it('are its checks, newest first, with result, exit code, who ran it and age, and the files that changed', () => {
    const checks = [
      check({ command: 'npm run lint', exitCode: 0, grade: 'claimed' }),
      check({ grade: 'claimed', exitCode: 0 }),
      check({}),
      check({ command: 'make', exitCode: null, grade: 'witnessed', at: '2026-01-02T02:00:00.000Z' }),
      check({ step: '5b' }),
    ];
    deepStrictEqual(below({ ...red, checks }, 3).slice(3), [
      'check | false | ended with an unknown result | run by Ninefold | 2 h ago',
      'check | true | failed as wanted | exit code 1 | run by the agent | 3 min ago',
      'check | false | passed | exit code 0 | only claimed | 3 min ago',
      'changes |  | in this phase',
    ]);
  });

  it('are not there if nothing is known, and for a workflow that does not run', () => {
    const paused = after(red, { kind: 'setStatus', status: 'paused' });
    const kinds = (state: WorkflowState, changed: number | null): readonly string[] =>
      below(state, changed).map((line) => line.split(' ')[0] ?? '');
    deepStrictEqual(
      [kinds(red, null), kinds(red, 0), kinds({ ...paused, checks: [check({})] }, 3)],
      [
        ['step', 'step', 'step'],
        ['step', 'step', 'step'],
        ['step', 'step', 'step'],
      ],
    );
  });
});

describe('the last gate', () => {
  it('is the latest that was passed before the current step, whatever was skipped further on', () => {
    const fresh = started();
    const second = after(fresh, { kind: 'approve', phase: '1' });
    const skipped = after(second, { kind: 'skip', phase: '7', reason: 'later' });
    const submitted = after(skipped, { kind: 'submit', phase: '2' }, AGENT);
    const rejected = after(submitted, { kind: 'reject', phase: '2', reason: 'again' });
    const approvedAt = second.steps['1'].since;
    deepStrictEqual([fresh, second, skipped, submitted, rejected].map(lastGateAt), [
      fresh.createdAt,
      approvedAt,
      approvedAt,
      approvedAt,
      approvedAt,
    ]);
  });
});

describe('the basis of a verdict', () => {
  it('is the check, the documents that were written, and the count of changed files', () => {
    const add = (file: string) => ({ kind: 'addDeliverable', file, phase: '1' }) as const;
    const one = after(started(), add('docs/a.md'));
    const files = { 'docs/a.md': { exists: true, hash: 'x' }, 'docs/b.md': { exists: true, hash: 'y' } };
    const said = (...given: Parameters<typeof reviewBasis>): readonly string[] =>
      reviewBasis(...given).map(phraseText);
    deepStrictEqual(
      [
        said({ ...red, checks: [check({})] }, {}, 3),
        said({ ...red, checks: [check({ grade: 'claimed' })] }, {}, 1),
        said(one, files, null),
        said(after(one, add('docs/b.md')), files, 0),
        said(one, {}, null),
      ],
      [['npm test failed as wanted', '3 files'], ['1 file'], ['docs/a.md'], ['2 documents'], []],
    );
  });
});

describe('the lenses of a document', () => {
  const file = 'docs/requirements.md';
  const own = after(started(), { kind: 'addDeliverable', file, phase: '1' });
  const lenses = (state: WorkflowState, path = file): readonly string[] =>
    gateLenses(state, path).map(({ label }) => phraseText(label));

  it('offer the verdict and name what comes next; rejection only while one is due', () => {
    deepStrictEqual(
      [lenses(own), lenses(after(own, { kind: 'submit', phase: '1' }, AGENT))],
      [
        ['Approve', 'Next: Tech Planning'],
        ['Approve', 'Reject…', 'Next: Tech Planning'],
      ],
    );
  });

  it('are on documents of the current phase alone', () => {
    const last = afterAll(own, [
      { kind: 'setPhase', phase: '9' },
      { kind: 'addDeliverable', file: 'x.md', phase: '9' },
    ]);
    deepStrictEqual(
      [
        lenses(own, 'docs/other.md'),
        lenses(after(own, { kind: 'approve', phase: '1' })),
        lenses(last, 'x.md'),
      ],
      [[], [], ['Approve', 'Last phase']],
    );
  });
});
