/** Makes the exports of a state without secrets. */

import { exportsOf } from '../exports/exports.ts';
import { redactProject, redactState } from '../redaction/redact-state.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { ExportFile, Ports } from './ports.ts';

/**
 * Makes the exports of a state.
 *
 * @param isActive whether to include the root's own
 */
export async function redactedExports(
  { exports, workspace, redactor, journals }: Ports,
  state: WorkflowState,
  isActive: boolean,
): Promise<readonly ExportFile[]> {
  const [shown, project, hasBranches] = await Promise.all([
    redactState(redactor, state),
    workspace.project().then((found) => redactProject(redactor, found)),
    journals.hasBranches(state.id),
  ]);
  return exportsOf(shown, isActive, project, (path) => exports.pathForReaders(path), hasBranches);
}
