/** Tidies a folder of workflows: deletes them, and trashes what exceeds the retention rules. */

import { NinefoldError } from '../errors.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../exports/export-names.ts';
import { workflowFile } from '../exports/exports.ts';
import { segmentFolder } from '../merge/segment-names.ts';
import { expired } from '../retention/retention.ts';
import type { Expired } from '../retention/retention.ts';
import { checkWorkflowId } from '../workflow/names.ts';
import type { WorkflowService } from './workflow-service.ts';

/**
 * Moves a workflow and everything of its own to the trash, even if it can't be read. If it was active, none is active
 * afterwards, and the root's exports are trashed too.
 *
 * @returns the folder in the trash, relative to the state root
 * @throws NinefoldError workflow-unknown
 */
export async function deleteWorkflow(service: WorkflowService, id: string): Promise<string> {
  const { journals, session, trash, clock } = service.ports;
  if (!(await journals.listIds()).includes(checkWorkflowId(id))) {
    throw new NinefoldError('workflow-unknown', { id });
  }
  const wasActive = (await session.read()).active === id;
  if (wasActive) {
    await session.update((current) => (current.active === id ? { ...current, active: null } : current));
  }
  const own = [
    workflowFile(id, 'journal.jsonl'),
    `${workflowFile(id, 'journal.jsonl')}.torn`,
    workflowFile(id, 'journal.snapshot'),
    segmentFolder(id),
    `state/context/${id}.segment.json`,
    workflowFile(id, 'json'),
    workflowFile(id, 'toon'),
    `state/handoffs/handoff-${id}.md`,
    `state/handoffs/archive/${id}`,
  ];
  const shared = wasActive ? [WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE, DECISIONS_FILE] : [];
  return trash.take(trashName(id, clock.now()), [...own, ...shared]);
}

/** Lists what has expired under the rules. */
export async function listExpired(service: WorkflowService, id?: string): Promise<readonly Expired[]> {
  const { journals, workspace, exports, clock } = service.ports;
  const [{ overviews }, handoffs, rules] = await Promise.all([
    journals.readOverviews(),
    exports.listHandoffs(id),
    workspace.rules(),
  ]);
  const wanted = id === undefined ? overviews : overviews.filter((overview) => overview.id === id);
  return expired(wanted, handoffs, rules.retention, clock.now());
}

/**
 * Moves what `listExpired` returned to the trash, if it still has expired: the list may be hours old, and someone may
 * work on a workflow again.
 *
 * @returns what was moved
 */
export async function trashExpired(
  service: WorkflowService,
  items: readonly Expired[],
): Promise<readonly Expired[]> {
  const { trash, clock } = service.ports;
  const now = new Set((await listExpired(service)).map(keyOf));
  const still = items.filter((item) => now.has(keyOf(item)));
  for (const { kind, id } of still) if (kind === 'workflow') await deleteWorkflow(service, id);
  const paths = still.flatMap(({ path }) => (path === null ? [] : [path]));
  if (paths.length > 0) await trash.take(trashName('handoffs', clock.now()), paths);
  return still;
}

function keyOf({ kind, id, path }: Expired): string {
  return path ?? `${kind} ${id}`;
}

function trashName(what: string, now: string): string {
  return `${now.replaceAll(/[:.]/g, '-')}-${what}`;
}
