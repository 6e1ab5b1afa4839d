/** The intents of a merge: deliverables, and the merge itself with the hash of each file as evidence. */

import type { TaskRecord } from '../tasks/task-record.ts';
import type { WorkflowIntent } from '../workflow/intents.ts';
import { phaseOfStep } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { TaskServiceContext } from './task-service-context.ts';
import type { MergedFile } from './task-ports.ts';

export interface Merge {
  /** ULID. */
  readonly merge: string;
  readonly files: readonly MergedFile[];
}

/** Makes the intents as one group: all or none are carried out. */
export function mergeIntents(
  service: TaskServiceContext,
  record: TaskRecord,
  workflow: WorkflowState,
  merge: Merge,
): readonly WorkflowIntent[] {
  return [...deliverableIntents(record, workflow, merge.files), mergeIntent(service, record, merge)];
}

function deliverableIntents(
  record: TaskRecord,
  workflow: WorkflowState,
  files: readonly MergedFile[],
): readonly WorkflowIntent[] {
  const phase = String(record.phase ?? phaseOfStep(workflow.current));
  return files.flatMap(({ path: file, bytes }): WorkflowIntent[] => {
    const isKnown = workflow.deliverables.some((deliverable) => deliverable.file === file);
    if (bytes === null) return isKnown ? [{ kind: 'removeDeliverable', file }] : [];
    return isKnown ? [] : [{ kind: 'addDeliverable', file, phase }];
  });
}

function mergeIntent(
  { ports }: TaskServiceContext,
  record: TaskRecord,
  { merge, files }: Merge,
): WorkflowIntent {
  const hashes = files.map(
    ({ path, bytes }) => [path, bytes === null ? null : ports.files.hash(bytes)] as const,
  );
  return {
    kind: 'recordTaskMerge',
    merge: {
      task: record.id,
      title: record.title,
      merge,
      agent: record.agent === '' ? null : record.agent,
      base: record.base.commit,
      exitCode: record.run?.exitCode ?? null,
      files: Object.fromEntries(hashes),
    },
  };
}
