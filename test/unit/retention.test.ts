import { deepStrictEqual } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expired } from '../../src/core/retention/retention.ts';
import { DEFAULT_RULES } from '../../src/core/rules/rules.ts';
import { deleteWorkflow, trashExpired, listExpired } from '../../src/core/service/workflow-cleanup.ts';
import type { HandoffFile } from '../../src/core/service/ports.ts';
import type { WorkflowState, WorkflowStatus } from '../../src/core/workflow/state.ts';
import { acceptRulesOf } from './support/accepted.ts';
import { newFolder, open, removeFolders, writeFiles } from './support/folders.ts';
import { started } from './support/workflows.ts';

const NOW = '2026-03-01T00:00:00.000Z';
const daysAgo = (days: number): string => new Date(Date.parse(NOW) - days * 86_400_000).toISOString();

function workflow(id: string, status: WorkflowStatus, days: number): WorkflowState {
  return { ...started({ id }), status, updatedAt: daysAgo(days) };
}

describe('retention', () => {
  it('lets completed workflows go after 30 days, cancelled after 7, others never', () => {
    const states = [
      workflow('done-30', 'completed', 30),
      workflow('done-31', 'completed', 31),
      workflow('off-7', 'cancelled', 7),
      workflow('off-8', 'cancelled', 8),
      workflow('paused', 'paused', 900),
      workflow('open', 'in_progress', 900),
    ];
    deepStrictEqual(
      expired(states, [], DEFAULT_RULES.retention, NOW).map(({ id, reason, days }) => [id, reason, days]),
      [
        ['done-31', 'completed', 31],
        ['off-8', 'cancelled', 8],
      ],
    );
  });

  it('keeps the last ten archived handoffs and whatever is younger than a week', () => {
    const handoffs = Array.from({ length: 14 }, (_, index) => ({
      id: 'wf',
      path: `h-${index}`,
      isCurrent: index === 0,
      at: daysAgo(index),
    }));
    deepStrictEqual(
      expired([], handoffs, DEFAULT_RULES.retention, NOW).map(({ path }) => path),
      ['h-11', 'h-12', 'h-13'],
    );
    const young = handoffs.map((file) => ({ ...file, at: daysAgo(3) }));
    deepStrictEqual(expired([], young, DEFAULT_RULES.retention, NOW), []);
  });
});

describe('retention of handoffs of sessions', () => {
  const session = (number: number, fields: object = {}): HandoffFile => ({
    id: `session-codex-0000000${number}`,
    path: `h-${number}`,
    isCurrent: true,
    at: daysAgo(number),
    ...fields,
  });
  const rules = { ...DEFAULT_RULES.retention, archivedHandoffs: 1, archivedHandoffDays: 2 };
  const pathsOf = (states: readonly WorkflowState[], files: readonly HandoffFile[]): unknown =>
    expired(states, files, rules, NOW).map(({ path }) => path);

  it('counts them together and keeps the newest', () => {
    const files = [1, 2, 3, 4].map((number) => session(number));
    deepStrictEqual(pathsOf([], [...files, session(5, { isCurrent: false })]), ['h-3', 'h-4', 'h-5']);
    deepStrictEqual(pathsOf([], [session(9)]), []);
  });

  it('keeps the current one of a workflow that has such an id', () => {
    const files = [session(1), session(8), session(9, { id: 'session-codex-00000008', isCurrent: false })];
    const older = { ...workflow('older', 'in_progress', 9), id: 'session-codex-00000008' };
    deepStrictEqual(pathsOf([older], files), []);
  });
});

describe('letting go what was listed', () => {
  afterEach(removeFolders);

  it('looks again: what is at work since, or gone, is left alone', async () => {
    const folder = newFolder();
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    writeFiles(folder, { '.claude/ninefold.json': '{ "retention": { "cancelledDays": 1 } }' });
    const home = newFolder();
    acceptRulesOf(join(folder, '.claude'), home);
    const { service } = await open(folder, { home });
    const person = { kind: 'person' } as const;
    for (const id of ['back', 'gone', 'off']) {
      await service.start({ kind: 'start', id, name: id, branch: null }, person);
      await service.execute({ kind: 'setStatus', status: 'cancelled' }, person, id);
    }
    const window = await open(folder, { home, clock: { now: () => later } });
    const listed = await listExpired(window.service);
    deepStrictEqual(listed.map(({ id }) => id).sort(), ['back', 'gone', 'off']);
    await service.execute({ kind: 'setStatus', status: 'in_progress' }, person, 'back');
    await deleteWorkflow(service, 'gone');
    const moved = await trashExpired(window.service, listed);
    deepStrictEqual([moved.map(({ id }) => id), await service.ports.journals.listIds()], [['off'], ['back']]);
    deepStrictEqual(existsSync(join(folder, '.claude/state/workflows/back.journal.jsonl')), true);
  });
});
