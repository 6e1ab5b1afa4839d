/**
 * Finds edited exports and takes them in: the only way to do so, for every surface. An edit's additions become intents
 * of the actor `file`; an edit with anything else is kept in `state/edits/` and reported once.
 */

import { PROPOSAL_FILES } from '../exports/export-names.ts';
import { writeSharedExports } from './shared-exports.ts';
import type { EditorFacts, ProposalReport } from './take-in-edits.ts';
import type { WorkflowService } from './workflow-service.ts';

const NO_EDITORS: EditorFacts = { isBusy: () => false, isOpen: () => false };

/** How thoroughly to look. */
export interface ProposalLook {
  /** False if nobody changed the state since the last look: then git didn't either, and the exports belong to it. */
  readonly mayDiffer: boolean;
}

/**
 * Takes in the edits made since Ninefold last wrote.
 *
 * @returns a report for each handled edit; only one process reports it. An edit that is kept but can't be saved is
 *   declined, with the copy.
 * @throws NinefoldError if the state can't be read or the edit can't be kept, and there is nothing else to report;
 *   the edit stays and is read again next time
 */
export async function takeInProposals(
  service: WorkflowService,
  editors: EditorFacts = NO_EDITORS,
  { mayDiffer }: ProposalLook = { mayDiffer: true },
): Promise<readonly ProposalReport[]> {
  const found = await service.ports.edits.find(PROPOSAL_FILES);
  const edits = found.filter(({ path }) => !editors.isBusy(path));
  const id = edits.length === 0 ? null : await service.activeId();
  if (id === null) {
    if (edits.length === 0 && mayDiffer) await writeSharedExports(service);
    return [];
  }
  // Edits are rare, and what reads them is large.
  const { takeInEdits } = await import('./take-in-edits.ts');
  return takeInEdits(service, edits, id, editors);
}
