/** Another tool's workflow in the user's folder: shown as such, taken over on request. */

import { NinefoldError } from '../core/errors.ts';
import type { OlderWorkflow } from '../node/recovery/older-workflow.ts';
import type { CommandContext } from './context.ts';

/**
 * Returns the workflow of the user's folder with this id, if this folder has none. Warns that it is another tool's,
 * unless it is being taken over.
 */
export async function olderWorkflow(
  context: CommandContext,
  id: string | undefined,
  isTakenOver = false,
): Promise<OlderWorkflow | undefined> {
  const { service, folder, system } = context;
  if (id === undefined || (await service.ports.journals.listIds()).includes(id)) return undefined;
  const { findOlderWorkflow } = await import('../node/recovery/older-workflow.ts');
  const found = await findOlderWorkflow({ layout: folder.layout, home: system.home }, id);
  if (found !== undefined && !isTakenOver) {
    context.warn(
      `'${id}' belongs to another tool (from ${found.candidate.place}); ` +
        `\`ninefold resume ${id} --take-over\` makes it a workflow of this folder`,
    );
  }
  return found;
}

/** Names older state, if there is any, in the failure of a command that found no active workflow. */
export async function namingOlder<T>(context: CommandContext, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isNone = NinefoldError.is(error, 'workflow-none-active');
    if (isNone && (await isOlderLeft(context))) throw new NinefoldError('workflow-none-older');
    throw error;
  }
}

/**
 * Tests whether this folder has no workflow, but older state to continue from. A phase that `recover` would infer from
 * the commits alone doesn't count: nearly every repository has some.
 */
export async function isOlderLeft({ service, folder, system }: CommandContext): Promise<boolean> {
  if ((await service.ports.journals.listIds()).length > 0) return false;
  const { findCandidates } = await import('../node/recovery/find-candidates.ts');
  const found = await findCandidates({ service, layout: folder.layout, home: system.home });
  return found.some(({ kind }) => kind !== 'history');
}
