/** Observes what a session did for a workflow: files that exist and open to-dos, and takes the files if a rule says so. */

import type { SessionActivity } from '../activity/activity.ts';
import { observedWork } from '../activity/observed-work.ts';
import type { ObservedWork } from '../activity/observed-work.ts';
import { NinefoldError } from '../errors.ts';
import { wayTo } from '../paths/paths.ts';
import { offeredFiles } from '../view/offers.ts';
import type { Actor } from '../workflow/events.ts';
import { presentFacts } from './file-facts.ts';
import type { WorkflowService } from './workflow-service.ts';

/**
 * Observes a session. With the rule `deliverables: observed`, adds the files that were written since the last gate to
 * the current phase of the active workflow.
 *
 * @throws NinefoldError rules-invalid, and as `WorkflowService.executeAll`
 */
export async function observeWork(
  service: WorkflowService,
  activity: SessionActivity,
): Promise<ObservedWork> {
  const work = await existingWork(service, activity);
  if (await takesFiles(service)) await takeFiles(service, work, activity.sessionId);
  return work;
}

/**
 * Adds the files of a session as {@link observeWork} does, before its workflow is handed over. Does nothing with another
 * rule, or if the workflow isn't the active one.
 *
 * @param id undefined for the active workflow
 */
export async function takeObserved(
  service: WorkflowService,
  activity: SessionActivity,
  id: string | undefined,
): Promise<void> {
  const active = await service.activeId();
  if (active === null || (id ?? active) !== active) return;
  if (await takesFiles(service)) await observeWork(service, activity);
}

/** Reduces an activity to the files that exist, and the open to-dos. */
export async function existingWork(
  { ports: { workspace, exports } }: WorkflowService,
  activity: SessionActivity,
): Promise<ObservedWork> {
  const place = await workspace.place();
  const root = wayTo(exports.root, workspace.folder, place.platform);
  const work = observedWork(activity, place, root);
  // A file that a link leads out of the folder, or that is gone, can't be a deliverable.
  const paths = work.files.map(({ path }) => path);
  const facts = await presentFacts(workspace, paths);
  return { ...work, files: work.files.filter(({ path }) => facts[path]?.exists === true) };
}

/** Rules that can't be read take nothing. */
async function takesFiles({ ports: { workspace } }: WorkflowService): Promise<boolean> {
  try {
    return (await workspace.rules()).deliverables === 'observed';
  } catch (error) {
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}

async function takeFiles(
  service: WorkflowService,
  work: ObservedWork,
  session: string | null,
): Promise<void> {
  const state = await service.state();
  const { current: phase } = state;
  const intents = offeredFiles(state, work).map((file) => ({ kind: 'addDeliverable', file, phase }) as const);
  if (intents.length === 0) return;
  const actor: Actor = session === null ? { kind: 'agent' } : { kind: 'agent', session };
  // If another writer was first, the next look takes them.
  await service.executeAll(intents, actor, state);
}
