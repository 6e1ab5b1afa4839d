/** Writes exports where git may have changed the state: in shared state, they don't travel with it. */

import { NinefoldError } from '../errors.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { WorkflowService } from './workflow-service.ts';

/** States whose exports were written since they were read. */
const written = new WeakSet<WorkflowState>();

/**
 * Writes the active workflow's exports if the state is shared: at the first use of a clone, and after every pull. Once
 * per state that is read.
 */
export async function writeSharedExports(service: WorkflowService): Promise<void> {
  try {
    if (!(await service.ports.sharing.isShared())) return;
    const id = await service.activeId();
    if (id === null) return;
    const state = await service.state(id);
    if (written.has(state)) return;
    written.add(state);
    await service.exportFiles(id);
  } catch (error) {
    // Whoever shows the state reports that it can't be read, and the next change that exports can't be written.
    if (!NinefoldError.is(error)) throw error;
  }
}
