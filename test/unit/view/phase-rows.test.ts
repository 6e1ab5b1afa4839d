import assert from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { pathsOfRows, phaseRows } from '../../../src/core/view/phase-rows.ts';
import type { FileFacts } from '../../../src/core/view/phase-rows.ts';
import { withDescendants } from '../../../src/core/view/rows.ts';
import type { PhaseRow, Row } from '../../../src/core/view/rows.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { after, afterAll, started } from '../support/workflows.ts';
import { VIEW_WORDS } from '../../../src/core/view/view-words.ts';
import { EVIDENCE_WORDS } from '../../../src/core/workflow/evidence-words.ts';
import { REJECTION_WORDS } from '../../../src/core/workflow/rejection-words.ts';
import { wordsOf } from '../support/words.ts';

const viewWord = wordsOf(VIEW_WORDS);
const evidenceWord = wordsOf(EVIDENCE_WORDS);
const rejectionWord = wordsOf(REJECTION_WORDS);

const REQUIREMENTS = 'docs/requirements.md';
const there = (hash: string | null = 'h'): { exists: boolean; hash: string | null } => ({
  exists: true,
  hash,
});

function phase(state: WorkflowState, num: number, files: FileFacts = {}): PhaseRow {
  const row = phaseRows(state, files)[num - 1];
  assert.ok(row);
  return row;
}

function brief(row: Row): string {
  const label = 'label' in row ? row.label : `${row.kind} ${'file' in row ? row.file : ''}`;
  const text = typeof label === 'string' ? label : phraseText(label);
  return [text, ...row.description.map(phraseText)].join(' | ');
}

const suggested = (file: string): string => `suggestion ${file} | ${viewWord('suggested')} | docs`;

describe('phase rows', () => {
  it('shows nine phases, each with what it should produce', () => {
    const rows = phaseRows(started(), {});
    assert.deepStrictEqual(
      rows.map((row) => [brief(row), ...row.children.map(brief)]),
      [
        [`1 Requirements | ${viewWord('status-in_progress')}`, suggested('docs/requirements.md')],
        ['2 Tech Planning', suggested('docs/tech-spec.md')],
        ['3 UI Breakdown', suggested('docs/ui-breakdown.md')],
        ['4 Test Planning', suggested('docs/test-plan.md')],
        ['5 TDD Implementation', '5a RED', '5b GREEN', '5c REFACTOR'],
        ['6 Code Review', suggested('docs/code-review.md')],
        ['7 QA Validation', suggested('docs/qa-report.md')],
        ['8 Documentation', suggested('docs/implementation-summary.md')],
        ['9 Notification', suggested('docs/notification.md')],
      ],
    );
  });

  it('opens the only deliverable of a phase on a click, and expands every other phase', () => {
    const one = after(started(), { kind: 'addDeliverable', file: REQUIREMENTS });
    const two = after(one, { kind: 'addDeliverable', file: 'docs/more.md' });
    const beside = after(started(), { kind: 'addDeliverable', file: 'docs/more.md' });
    const files = { [REQUIREMENTS]: there(), 'docs/more.md': there() };
    assert.deepStrictEqual(
      {
        suggestionOnly: phase(started(), 1).opens,
        one: phase(one, 1, files).opens,
        two: phase(two, 1, files).opens,
        besideSuggestion: phase(beside, 1, { 'docs/more.md': there() }).opens,
        missing: phase(one, 1, {}).opens,
        subPhases: phase(started(), 5).opens,
      },
      {
        suggestionOnly: null,
        one: REQUIREMENTS,
        two: null,
        besideSuggestion: null,
        missing: null,
        subPhases: null,
      },
    );
  });

  it('says of a file that it is missing, or still the template it came from', () => {
    const state = after(started(), { kind: 'addDeliverable', file: REQUIREMENTS, template: 't' });
    const shown = (files: FileFacts): string[] => phase(state, 1, files).children.map(brief);
    assert.deepStrictEqual(
      [shown({}), shown({ [REQUIREMENTS]: there('t') }), shown({ [REQUIREMENTS]: there('other') })],
      [
        [`deliverable docs/requirements.md | ${evidenceWord('missing')} | docs`],
        [`deliverable docs/requirements.md | ${evidenceWord('untouched')} | docs`],
        ['deliverable docs/requirements.md | docs'],
      ],
    );
  });

  it('offers a file that is there already, and a place beside it, and adopts nothing by itself', () => {
    const own = 'docs/wf-001/requirements.md';
    assert.deepStrictEqual(
      [
        phase(started(), 1, { [REQUIREMENTS]: there() }).children.map(brief),
        phase(started(), 1, { [REQUIREMENTS]: there(), [own]: there() }).children.map(brief),
      ],
      [
        [
          `existing ${REQUIREMENTS} | ${viewWord('exists')} | docs`,
          `suggestion ${own} | ${viewWord('suggested')} | docs/wf-001`,
        ],
        [
          `existing ${REQUIREMENTS} | ${viewWord('exists')} | docs`,
          `existing ${own} | ${viewWord('exists')} | docs/wf-001`,
        ],
      ],
    );
  });

  it('groups more than ten deliverables of a phase by their folder, and counts them on the phase', () => {
    const add = (file: string) => ({ kind: 'addDeliverable', file }) as const;
    const ten = afterAll(
      started(),
      Array.from({ length: 10 }, (_, at) => add(`src/${at % 2 === 0 ? 'even' : 'odd'}/${at}.ts`)),
    );
    const many = after(ten, add('top.ts'));
    const files = Object.fromEntries(many.deliverables.map(({ file }) => [file, there()]));
    const kinds = (state: WorkflowState): string[] => phase(state, 1, files).children.map(({ kind }) => kind);
    assert.deepStrictEqual(new Set(kinds(ten)), new Set(['deliverable', 'suggestion']));
    assert.deepStrictEqual(kinds(many), ['files', 'files', 'files', 'suggestion']);
    const row = phase(many, 1, files);
    assert.ok(brief(row).includes(` | ${viewWord('files-count', { count: 11 })}`));
    assert.deepStrictEqual(row.children.slice(0, 3).map(brief), [
      `src/even | ${viewWord('files-count', { count: 5 })}`,
      `src/odd | ${viewWord('files-count', { count: 5 })}`,
      `${viewWord('top-folder')} | ${viewWord('one-file')}`,
    ]);
    const below = withDescendants(row.children).filter(({ kind }) => kind === 'deliverable');
    assert.deepStrictEqual(below.slice(0, 2).map(brief), [
      'deliverable src/even/0.ts',
      'deliverable src/even/2.ts',
    ]);
    assert.strictEqual(below.length, 11);
  });

  it('speaks in full words', () => {
    const state = afterAll(started(), [
      { kind: 'addDeliverable', file: REQUIREMENTS },
      { kind: 'reject', reason: 'thin' },
      { kind: 'submit' },
    ]);
    assert.equal(
      phase(state, 1).spoken.map(phraseText).join(', '),
      `${viewWord('phase-spoken', { num: 1, name: 'Requirements' })}, ${viewWord('status-awaiting_approval')}, ${viewWord('current')}, ${rejectionWord('rejected-once')}, ${viewWord('one-deliverable')}`,
    );
  });

  it('marks what was approved without evidence, and shows no suggestion for a skipped phase', () => {
    const state = afterAll(started({ preset: 'backend' }), [{ kind: 'approve' }]);
    assert.deepStrictEqual(
      [brief(phase(state, 1)), brief(phase(state, 3)), phase(state, 3).children],
      [
        `1 Requirements | ${evidenceWord('unverified')}`,
        `3 UI Breakdown | ${viewWord('status-skipped')}`,
        [],
      ],
    );
  });

  it('keeps every id unique and the same over a change, and every parent in the tree', () => {
    const before = started();
    const changed = afterAll(before, [{ kind: 'approve' }, { kind: 'rename', name: 'Other' }]);
    const ids = (state: WorkflowState): string[] => withDescendants(phaseRows(state, {})).map(({ id }) => id);
    assert.deepStrictEqual(ids(changed), ids(before));
    assert.equal(new Set(ids(before)).size, ids(before).length);
    for (const row of withDescendants(phaseRows(before, {}))) {
      assert.ok(row.parent === null || ids(before).includes(row.parent), row.id);
    }
  });

  it('asks for facts of deliverables and of both places of a suggestion', () => {
    const state = after(started(), { kind: 'addDeliverable', file: 'src/login.ts', phase: '5' });
    const paths = pathsOfRows(state);
    assert.deepStrictEqual(
      [paths.length, paths.includes('src/login.ts'), paths.includes('docs/wf-001/test-plan.md')],
      [17, true, true],
    );
  });
});
