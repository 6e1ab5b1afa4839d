import assert from 'node:assert/strict';

import { MANIFEST_NAMES } from '../../../src/core/context/manifest-names.ts';
import { PACKAGE_FILES } from '../../../src/core/context/packages.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { DamageRow, Row } from '../../../src/core/view/rows.ts';
import { childrenOf, withDescendants } from '../../../src/core/view/rows.ts';
import { phasesOf, treeRows } from '../../../src/core/view/tree-rows.ts';
import type { FolderContent } from '../../../src/core/view/tree-rows.ts';
import { summaryOf } from '../../../src/core/view/workflow-rows.ts';
import type { WorkflowSummary } from '../../../src/core/view/rows.ts';
import { after, started } from '../support/workflows.ts';
import { VIEW_WORDS } from '../../../src/core/view/view-words.ts';
import { wordsOf } from '../support/words.ts';

const viewWord = wordsOf(VIEW_WORDS);

const shop = started({ id: 'shop', name: 'Corner shop' });
const blog = started({ id: 'blog', name: 'Blog' });

function content(key: string, more: Partial<FolderContent> = {}): FolderContent {
  return {
    key,
    name: key.toUpperCase(),
    state: shop,
    files: {},
    damage: [],
    others: [],
    isReadOnly: false,
    ...more,
  };
}

/** Kind, and what stands behind the label. */
function brief(row: Row): string {
  return [row.kind, ...row.description.map(phraseText)].join(' | ');
}

describe('the tree', () => {
  it('shows one folder without a level of its own', () => {
    const rows = treeRows([content('a')]);
    assert.deepStrictEqual(
      [rows.length, rows[0]?.id, rows[0]?.parent, rows[0]?.folder, treeRows([]).length],
      [10, 'shop/next', null, 'a', 0],
    );
  });

  it('gives each of several folders a row that says what it works on', () => {
    const paused = after(blog, { kind: 'setStatus', status: 'paused' });
    const damage: DamageRow = {
      kind: 'damage',
      isOpenable: true,
      id: 'damage',
      parent: null,
      file: 'x',
      actions: [],
      description: [],
      spoken: [],
    };
    const rows = treeRows([
      content('a'),
      content('b', { state: paused }),
      content('c', { state: undefined, damage: [damage] }),
    ]);
    assert.deepStrictEqual(
      rows.map((row) => [brief(row), childrenOf(row).length]),
      [
        ['folder | Corner shop | Phase 1 of 9', 10],
        [`folder | Blog | ${viewWord('is-paused')}`, 10],
        [`folder | ${viewWord('is-unreadable')}`, 1],
      ],
    );
    assert.deepStrictEqual(
      rows.map(({ spoken }) => spoken.map(phraseText).join(', ')),
      [
        `${viewWord('folder-spoken', { name: 'A' })}, Corner shop, Phase 1 of 9`,
        `${viewWord('folder-spoken', { name: 'B' })}, Blog, ${viewWord('is-paused')}`,
        `${viewWord('folder-spoken', { name: 'C' })}, ${viewWord('is-unreadable')}`,
      ],
    );
  });

  it('suggests nothing where nothing may be written', () => {
    const kinds = (isReadOnly: boolean) =>
      new Set(withDescendants(treeRows([content('a', { isReadOnly })])).map(({ kind }) => kind));
    assert.deepStrictEqual([kinds(false).has('suggestion'), kinds(true).has('suggestion')], [true, false]);
    assert.ok(kinds(true).has('phase'));
  });

  it('has unique ids, and parents that are there', () => {
    const others = [summaryOf(blog)];
    const rows = withDescendants(treeRows([content('a', { others }), content('b', { others })]));
    const byId = new Map(rows.map((row) => [row.id, row]));
    assert.strictEqual(byId.size, rows.length);
    const lost = rows.filter(
      (row) =>
        row.parent !== null && !childrenOf(byId.get(row.parent) ?? row).some(({ id }) => id === row.id),
    );
    assert.deepStrictEqual(lost, []);
    assert.deepStrictEqual([...new Set(rows.map(({ folder }) => folder))], ['a', 'b']);
    assert.strictEqual(phasesOf(rows.slice(0, 1), 'b').length, 0);
  });

  it('has other ids for another workflow, so that what was expanded of one is not of the other', () => {
    const ids = (state: FolderContent['state']): ReadonlySet<string> =>
      new Set(withDescendants(treeRows([content('a', { state })])).map(({ id }) => id));
    assert.deepStrictEqual(
      [...ids(shop)].filter((id) => ids(blog).has(id)),
      [],
    );
    assert.deepStrictEqual(ids(after(shop, { kind: 'approve', phase: '1' })).has('shop/phase/1'), true);
  });

  it('says first what comes next of a workflow that is not running', () => {
    const first = (status: 'paused' | 'cancelled' | 'completed'): Row | undefined => {
      const state = { ...shop, status };
      return treeRows([content('a', { state })])[0];
    };
    assert.deepStrictEqual(
      (['paused', 'cancelled', 'completed'] as const).map((status) => {
        const row = first(status);
        return [
          row?.spoken.map(phraseText),
          row?.actions,
          row !== undefined && 'workflow' in row && row.workflow,
        ];
      }),
      [
        [[viewWord('next-paused')], ['resume'], 'shop'],
        [[viewWord('next-cancelled')], ['resume'], 'shop'],
        [[viewWord('next-completed')], ['start'], 'shop'],
      ],
    );
  });

  it('lists the other workflows under one last row, each with what can be done', () => {
    const base: WorkflowSummary = {
      id: 'one',
      name: 'One',
      status: 'in_progress',
      phase: 'Phase 1 - Requirements',
    };
    const others: readonly WorkflowSummary[] = [
      base,
      { ...base, id: 'two', status: 'paused' },
      { ...base, id: 'three', status: 'cancelled' },
      { ...base, id: 'four', status: 'completed' },
      { ...base, id: 'five', status: 'unreadable' },
    ];
    const last = treeRows([content('a', { others })]).at(-1);
    assert.ok(last?.kind === 'others');
    assert.deepStrictEqual(
      [last.id, last.spoken.map(phraseText), last.children.map((row) => [brief(row), row.actions.join(' ')])],
      [
        'others',
        [viewWord('others-spoken', { count: 5 })],
        [
          ['workflow | Phase 1 - Requirements', 'switch resume delete'],
          [`workflow | ${viewWord('is-paused')} | Phase 1 - Requirements`, 'switch resume delete'],
          [`workflow | ${viewWord('is-cancelled')}`, 'switch resume delete'],
          [`workflow | ${viewWord('is-completed')}`, 'switch delete'],
          [`workflow | ${viewWord('is-unreadable')}`, 'recover delete'],
        ],
      ],
    );
  });
});

describe('the manifests that are watched', () => {
  it('are those that the project context reads', () => {
    assert.deepStrictEqual(MANIFEST_NAMES, PACKAGE_FILES);
  });
});
