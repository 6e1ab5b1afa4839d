/** Exports of the reference workflow, as texts to edit. */

import { exportsOf } from '../../../src/core/exports/exports.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { REFERENCE_INTENTS, REFERENCE_PROJECT, REFERENCE_START } from '../../fixtures/reference-workflow.ts';
import { afterAll, started } from './workflows.ts';

const AT = '2026-01-02T03:04:05.000Z';

/** The reference workflow, in 5b. */
export function referenceState(): WorkflowState {
  return afterAll(started(REFERENCE_START), REFERENCE_INTENTS);
}

/** Returns a workflow's export of that name. */
export function documentOf(state: WorkflowState, name: string): string {
  const files = exportsOf(state, true, REFERENCE_PROJECT, (path) => `.claude/${path}`);
  const file = files.find(({ path }) => path === name);
  if (file === undefined) throw new Error(`no export ${name}`);
  return file.text(AT);
}
