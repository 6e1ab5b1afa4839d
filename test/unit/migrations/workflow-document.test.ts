/** A fixture of each older document, migrated; what is of today stays, what is newer or another's is left alone. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readToon } from '../../../src/core/toon/read-toon.ts';
import { joinFences } from '../../../src/core/migrations/fenced-export.ts';
import { migrateWorkflow } from '../../../src/core/migrations/workflow-document.ts';
import type { MigratedDocument } from '../../../src/core/migrations/workflow-document.ts';
import { exportsOf } from '../../../src/core/exports/exports.ts';
import { workflowOfHandoff } from '../../../src/core/recovery/read-handoff.ts';
import { handoffDocument } from '../../../src/core/handoff/handoff-document.ts';
import { projectFolder } from '../../harness/paths.mjs';
import {
  REFERENCE_GIT,
  REFERENCE_INTENTS,
  REFERENCE_PROJECT,
  REFERENCE_START,
} from '../../fixtures/reference-workflow.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { afterAll, shape, started } from '../support/workflows.ts';

const AT = '2026-01-02T03:04:05.678Z';
const REFERENCE = afterAll(started(REFERENCE_START), REFERENCE_INTENTS);

function fixture(name: string): string {
  return readFileSync(join(projectFolder, 'test/fixtures/older', name), 'utf8');
}

function workflow(migrated: MigratedDocument) {
  ok(migrated.kind === 'workflow', migrated.kind);
  return migrated;
}

/** What a migration has to bring over, in short. */
function essence(migrated: MigratedDocument): readonly unknown[] {
  const { version, state, leftOut, revision } = workflow(migrated);
  const files = state.deliverables.map(({ phase, file }) => `${phase}:${file}`);
  return [
    version,
    state.id,
    state.status,
    state.current,
    shape(state),
    files,
    state.agents,
    leftOut,
    revision,
  ];
}

describe('migrations', () => {
  it('read the JSON of the shell scripts, and leave out a path that leads outside', () => {
    const migrated = migrateWorkflow(JSON.parse(fixture('scripts-workflow-state.json')), AT);
    deepStrictEqual(essence(migrated), [
      'scripts',
      'loans-20250903',
      'in_progress',
      '4',
      'ccsippppppp',
      ['1:docs/requirements.md', '2:docs/tech-spec.md', '4:docs/test-plan.md'],
      ['analyst', 'tester'],
      1,
      null,
    ]);
    const { state } = workflow(migrated);
    deepStrictEqual(
      [state.name, state.task, state.createdAt, state.updatedAt, state.steps['1'].unverified],
      [
        'Book loans',
        'Let members borrow books for three weeks',
        '2025-09-03T08:00:00Z',
        '2025-09-05T16:30:00Z',
        ['recovered'],
      ],
    );
  });

  it('know the phases of another scheme by their names', () => {
    const named = ['Understand + Design', 'Test RED', 'Build GREEN', 'Refactor + Review', 'Finalize'];
    const documentIn = (current: number): unknown => ({
      workflow_id: 'add-auth',
      status: 'in_progress',
      current_phase: current,
      phases: Object.fromEntries(
        named.map((name, index) => [
          String(index + 1),
          {
            name,
            status: index + 1 < current ? 'completed' : index + 1 === current ? 'in_progress' : 'pending',
            deliverables: name === 'Test RED' ? ['tests/auth.test.ts'] : [],
          },
        ]),
      ),
    });
    const stateIn = (current: number): WorkflowState =>
      workflow(migrateWorkflow(documentIn(current), AT)).state;
    deepStrictEqual(
      [1, 2, 3, 4, 5].map((current) => stateIn(current).current),
      ['1', '5a', '5b', '5c', '9'],
    );
    const { deliverables, steps } = stateIn(3);
    deepStrictEqual(
      [deliverables.map(({ phase, file }) => [phase, file]), steps['5a'].status, steps['4'].status],
      [[[5, 'tests/auth.test.ts']], 'completed', 'completed'],
    );
  });

  it('read the export of the shell scripts, a fence for each part', () => {
    const { value } = readToon(joinFences(fixture('scripts-export.toon')));
    deepStrictEqual(essence(migrateWorkflow(value, AT)), [
      'example',
      'loans-20250903',
      'in_progress',
      '4',
      'ccsippppppp',
      ['1:docs/requirements.md', '4:docs/test-plan.md'],
      ['analyst', 'tester'],
      0,
      null,
    ]);
  });

  it('read the form of the example, in TOON and in JSON', () => {
    const { value } = readToon(fixture('example-workflow-state.toon'));
    deepStrictEqual(essence(migrateWorkflow(value, AT)), [
      'example',
      'harbour-20251102',
      'in_progress',
      '5a',
      'ccccipppppp',
      ['1:docs/requirements.md', '4:tests/tides.test.ts', '5:src/tides.ts'],
      ['analyst', 'tester'],
      0,
      null,
    ]);
    deepStrictEqual(essence(migrateWorkflow(JSON.parse(fixture('example-workflow.json')), AT)), [
      'example',
      'harbour-20251102',
      'paused',
      '5b',
      'ccsccippppp',
      ['1:docs/requirements.md'],
      ['analyst'],
      0,
      null,
    ]);
  });

  it('read the TOON exports of today with all that they tell', () => {
    const files = exportsOf(REFERENCE, true, REFERENCE_PROJECT, (path) => path);
    const text = files.find(({ path }) => path.endsWith(`${REFERENCE.id}.toon`))?.text(AT) ?? '';
    const { state, revision } = workflow(migrateWorkflow(readToon(text).value, AT));
    strictEqual(revision, REFERENCE.revision);
    const parts = (of: typeof REFERENCE): unknown => [
      of.id,
      of.name,
      of.task,
      of.status,
      of.current,
      shape(of),
      of.deliverables.map(({ file }) => file),
      of.decisions.map(({ id, choice, reason }) => [id, choice, reason]),
      of.patterns,
      of.nextSteps.filter(({ status }) => status !== 'done').map((step) => [step.text, step.status]),
      of.branch,
      of.agents,
    ];
    deepStrictEqual(parts(state), parts(REFERENCE));
  });

  it('change nothing that is of today, however often', () => {
    const file = exportsOf(REFERENCE, true, REFERENCE_PROJECT, (path) => path).find(({ path }) =>
      path.endsWith('.json'),
    );
    const value: unknown = JSON.parse(file?.text(AT) ?? '');
    const once = workflow(migrateWorkflow(value, AT));
    deepStrictEqual([once.isWhole, once.revision, once.state], [true, REFERENCE.revision, REFERENCE]);
    for (const older of [
      JSON.parse(fixture('scripts-workflow-state.json')) as unknown,
      JSON.parse(fixture('example-workflow.json')) as unknown,
      readToon(fixture('example-workflow-state.toon')).value,
    ]) {
      const before = structuredClone(older);
      const { state } = workflow(migrateWorkflow(older, AT));
      deepStrictEqual(older, before);
      const again = workflow(
        migrateWorkflow({ schema: 'ninefold/workflow/1', ...state }, '2030-01-01T00:00:00Z'),
      );
      deepStrictEqual(again.state, state);
    }
  });

  it('tell what is newer, and what is somebody else’s', () => {
    const kinds = [
      { schema: 'ninefold/workflow/2', id: 'x' },
      { schema: 'ninefold/2', workflow: { id: 'x' } },
      { schema: 'other/1', workflow: { id: 'x' } },
      { workflow: 'deploy', on: 'push' },
      { workflow: { id: '../x' } },
      { workflow_id: 'a b' },
      { schema: 'ninefold/workflow/1', id: 'half' },
      ['list'],
      null,
      'text',
    ].map((value) => migrateWorkflow(value, AT).kind);
    deepStrictEqual(kinds, ['newer', 'newer', ...Array.from({ length: 8 }, () => 'foreign')]);
  });
});

describe('handoffs read back', () => {
  it('give phase, patterns and steps of the example', () => {
    const recovered = workflowOfHandoff(fixture('example-handoff.md'));
    deepStrictEqual(
      [recovered?.id, recovered?.step, recovered?.task, recovered?.patterns?.map(({ type }) => type)],
      [
        'harbour-20251102',
        '5b',
        'Show the tides of the next week for each harbour',
        ['file_naming', 'imports'],
      ],
    );
    deepStrictEqual(recovered?.nextSteps, [
      { text: 'Read the tide tables', status: 'open' },
      { text: 'Draw the curve', status: 'open' },
    ]);
  });

  it('give what the document of today tells, its Markdown undone', () => {
    const text = handoffDocument({
      state: REFERENCE,
      patterns: REFERENCE.patterns,
      git: REFERENCE_GIT,
      files: { 'docs/requirements.md': { exists: true, hash: 'ab'.repeat(32) } },
      banner: '',
      reads: [],
    });
    const recovered = workflowOfHandoff(text);
    deepStrictEqual(
      [recovered?.id, recovered?.step, recovered?.task, recovered?.branch, recovered?.decisions],
      [
        REFERENCE.id,
        '5b',
        REFERENCE.task,
        'feature/saved-cards',
        REFERENCE.decisions.map(({ id, choice, reason }) => ({ id, choice, reason })),
      ],
    );
    deepStrictEqual(recovered?.patterns, REFERENCE.patterns);
    const told = new Set(text.match(/(?<=`)[^`]+(?=`)/g));
    deepStrictEqual(
      recovered.deliverables,
      REFERENCE.deliverables.map(({ phase, file }) => ({ phase, file })).filter(({ file }) => told.has(file)),
    );
    strictEqual(workflowOfHandoff('# Notes\n'), undefined);
  });
});
