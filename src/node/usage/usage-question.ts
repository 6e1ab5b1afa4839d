/** A question about the usage of a workflow: its folder, and where the journals are. */

import { workflowFile } from '../../core/exports/exports.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { UsageQuestion } from './measure-usage.ts';

/**
 * Makes the question.
 *
 * @throws NinefoldError file-unreadable
 */
export async function usageQuestion(
  { service, layout, folder }: OpenFolder,
  workflow: string,
  isKept: boolean,
): Promise<UsageQuestion> {
  const ids = await service.ports.journals.listIds();
  const state = { root: layout.root, folder: layout.folder, project: layout.project };
  const journals = ids.map((id) => ({
    workflow: id,
    path: layout.absolute(workflowFile(id, 'journal.jsonl')),
    state,
  }));
  return { folder, workflow, journals, isKept };
}
