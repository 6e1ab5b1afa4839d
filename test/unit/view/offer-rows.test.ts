/** What the session offers below the current phase: files that the agent wrote, and its open to-dos. */

import { deepStrictEqual } from 'node:assert/strict';

import type { ObservedWork } from '../../../src/core/activity/observed-work.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { Row } from '../../../src/core/view/rows.ts';
import { childrenOf } from '../../../src/core/view/rows.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import type { FolderContent } from '../../../src/core/view/tree-rows.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { after, started } from '../support/workflows.ts';

/** After every event of the workflows here. */
const LATE = '2026-01-02T05:00:00.000Z';
const EARLY = '2026-01-02T02:00:00.000Z';
const red = after(started(), { kind: 'setPhase', phase: '5a' });

function work(
  files: readonly string[],
  todos: ObservedWork['todos'] = [],
  at: string | null = LATE,
): ObservedWork {
  return { files: files.map((path) => ({ path, at })), todos };
}

function below(
  state: WorkflowState,
  given: ObservedWork | null,
  more: Partial<FolderContent> = {},
): readonly (readonly [string, readonly string[]])[] {
  const content = { key: 'a', name: 'A', state, files: {}, damage: [], others: [], isReadOnly: false };
  const rows = treeRows([{ ...content, work: given, ...more }]);
  const current = rows.find((row) => row.kind === 'phase' && row.isCurrent);
  return (current === undefined ? [] : childrenOf(current))
    .filter(({ kind }) => kind === 'offers' || kind === 'agentPlan')
    .map((row) => [row.description.map(phraseText).join(), childrenOf(row).map(shown)]);
}

function shown(row: Row): string {
  const about = row.description.map(phraseText).join();
  return [row.kind, 'file' in row ? row.file : row.kind === 'todo' ? row.text : '', about].join('|');
}

describe('what a session offers below the current phase', () => {
  it('is the files written since the last gate that are no deliverables', () => {
    const state = after(red, { kind: 'addDeliverable', file: 'src/taken.ts', phase: '5' });
    deepStrictEqual(below(state, work(['src/cart.ts', 'src/taken.ts'])), [
      ['not added yet', ['existing|src/cart.ts|src']],
    ]);
    deepStrictEqual(below(red, work(['src/cart.ts'], [], EARLY)), []);
    deepStrictEqual(below(red, work(['src/cart.ts'], [], null)), []);
  });

  it('is its open to-dos that are no next steps', () => {
    const todos = [
      { text: 'Test the cart', status: 'in_progress' },
      { text: 'Refund it', status: 'pending' },
      { text: 'Known', status: 'pending' },
    ] as const;
    const state = after(red, { kind: 'addNextStep', text: 'Known' });
    deepStrictEqual(below(state, work([], todos)), [
      ['2 open to-dos', ['todo|Test the cart|in progress', 'todo|Refund it|']],
    ]);
  });

  it('has no second row for a document that the phase suggests', () => {
    const files = { 'docs/requirements.md': { exists: true, hash: 'a' } };
    deepStrictEqual(below(started(), work(['docs/requirements.md', 'notes.md']), { files }), [
      ['not added yet', ['existing|notes.md|']],
    ]);
  });

  it('is nothing for a workflow that does not run, or one that must not be changed here', () => {
    const paused = after(red, { kind: 'setStatus', status: 'paused' });
    const todo = [{ text: 'Test the cart', status: 'pending' }] as const;
    deepStrictEqual(below(paused, work(['a.ts'], todo)), []);
    deepStrictEqual(below(red, work(['a.ts'], todo), { isReadOnly: true }), []);
    deepStrictEqual(below(red, null), []);
  });

  it("is another phase's no longer once that is approved", () => {
    const next = after(started(), { kind: 'setPhase', phase: '2' });
    const at = new Date(Date.parse(next.updatedAt) - 1).toISOString();
    deepStrictEqual(below(next, work(['notes.md'], [], at)), []);
  });
});
