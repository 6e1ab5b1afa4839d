/** A workflow that was handed over in a repository, and the drift since then. */

import { ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';

import type { DriftReport } from '../../../src/core/handoff/drift.ts';
import { driftLines, driftText } from '../../../src/core/handoff/drift-words.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { readDrift } from '../../../src/core/service/resume-service.ts';
import type { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { commitInto, git, newFolder, open, writeFiles } from './folders.ts';

const PERSON = { kind: 'person' } as const;

/** A repository with one commit, a workflow with two deliverables, and its handoff. */
export async function handedOver(
  folder = newFolder(),
  isCommitted = true,
  before?: string,
): Promise<WorkflowService> {
  const files = { 'docs/requirements.md': 'wanted\n', 'src/a.ts': 'a\n' };
  if (isCommitted && before === undefined && readdirSync(folder).length === 0) {
    commitInto(folder, files, 'first');
  } else {
    git(folder, 'init', '-q', '-b', 'main');
    if (before !== undefined) commit(folder, before);
    writeFiles(folder, files);
    if (isCommitted) commit(folder, 'first');
  }
  const { service } = await open(folder);
  await service.start({ kind: 'start', id: 'wf-001', name: 'One' }, PERSON);
  for (const [phase, file] of [
    ['1', 'docs/requirements.md'],
    ['5', 'src/a.ts'],
  ] as const) {
    await service.execute({ kind: 'addDeliverable', file, phase }, PERSON);
  }
  await createHandoff(service, PERSON);
  return service;
}

/**
 * Commits everything.
 *
 * @returns the commit
 */
export function commit(folder: string, message: string): string {
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '--allow-empty', '-m', message);
  return git(folder, 'rev-parse', 'HEAD').trim();
}

/** Returns the current drift of that workflow. */
export async function report(service: WorkflowService): Promise<DriftReport> {
  const drift = await readDrift(service, await service.state('wf-001'));
  ok(drift);
  return drift;
}

/** Returns the same as text. */
export async function lines(service: WorkflowService): Promise<readonly string[]> {
  return driftLines(await report(service)).map(driftText);
}

/** Short hash of HEAD. */
export function head(folder: string): string {
  return git(folder, 'rev-parse', '--short=8', 'HEAD').trim();
}
