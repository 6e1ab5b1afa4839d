/** A folder with the single workflow `wf-001`, and a check that all of its files are consistent. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decode } from '@toon-format/toon';

import type { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { open } from './folders.ts';

const PERSON = { kind: 'person' } as const;

export const STATE = '.claude/state';
export const JOURNAL = `${STATE}/workflows/wf-001.journal.jsonl`;

export async function startIn(folder: string): Promise<WorkflowService> {
  const { service } = await open(folder);
  await service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
  return service;
}

export async function setTask(service: WorkflowService, task: string) {
  return service.execute({ kind: 'setTask', task }, PERSON, 'wf-001');
}

/** @param file relative to the folder */
export function textOf(folder: string, file = JOURNAL): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** Tests that every export can be read and agrees with the journal. */
export async function checkWhole(folder: string): Promise<void> {
  const { service } = await open(folder);
  const { revision, task } = await service.state('wf-001');
  const state = decode(textOf(folder, '.claude/workflow-state.toon')) as {
    readonly revision: number;
    readonly workflow: { readonly task: string };
  };
  deepStrictEqual([state.revision, state.workflow.task], [revision, task]);
  strictEqual((JSON.parse(textOf(folder, `${STATE}/workflows/wf-001.json`)) as { task: string }).task, task);
}
