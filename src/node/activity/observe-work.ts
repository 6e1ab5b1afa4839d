/** Reduces what a session did to what its workflow can take over, and takes the files over if the rules say so. */

import type { SessionActivity } from '../../core/activity/activity.ts';
import { observedWork } from '../../core/activity/observed-work.ts';
import type { ObservedWork } from '../../core/activity/observed-work.ts';
import { NinefoldError } from '../../core/errors.ts';
import { offeredFiles } from '../../core/view/offers.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { OpenFolder } from '../folder/open-folder.ts';

/**
 * Observes a running session. With the rule `deliverables: observed`, adds the files that were written since the last
 * gate to the current phase of the active workflow.
 *
 * @throws NinefoldError rules-invalid, and as `WorkflowService.executeAll`
 */
export async function observeWork(open: OpenFolder, activity: SessionActivity): Promise<ObservedWork> {
  const { service } = open;
  const work = await existingWork(open, activity);
  const { deliverables } = await service.ports.workspace.rules();
  if (deliverables === 'observed') await takeFiles(service, work, activity.sessionId);
  return work;
}

/** Reduces an activity to the files that exist, and the open to-dos. */
export async function existingWork(
  { service: { ports }, layout }: OpenFolder,
  activity: SessionActivity,
): Promise<ObservedWork> {
  const { workspace } = ports;
  const work = observedWork(activity, await workspace.place(), layout.ignored);
  const exist = await Promise.all(work.files.map(({ path }) => isThere(workspace, path)));
  return { ...work, files: work.files.filter((_, index) => exist[index] === true) };
}

type Service = OpenFolder['service'];

/** A file that a link leads out of the folder, or that is gone, can't be a deliverable. */
async function isThere(workspace: Service['ports']['workspace'], path: string): Promise<boolean> {
  try {
    return (await workspace.files([path]))[path]?.exists === true;
  } catch (error) {
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}

async function takeFiles(service: Service, work: ObservedWork, session: string | null): Promise<void> {
  const state = await service.state();
  const { current: phase } = state;
  const intents = offeredFiles(state, work).map((file) => ({ kind: 'addDeliverable', file, phase }) as const);
  if (intents.length === 0) return;
  const actor: Actor = session === null ? { kind: 'agent' } : { kind: 'agent', session };
  // If another writer was first, the next look takes them.
  await service.executeAll(intents, actor, state);
}
