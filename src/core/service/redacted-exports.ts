/** The exports of a state, secrets taken out. */

import { exportsOf } from '../exports/exports.ts';
import { redactProject, redactState } from '../redaction/redact-state.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { ExportFile, Ports } from './ports.ts';

/** @param isActive whether the root's own are among them */
export async function redactedExports(
  { exports, workspace, redactor }: Ports,
  state: WorkflowState,
  isActive: boolean,
): Promise<readonly ExportFile[]> {
  const [shown, project] = await Promise.all([
    redactState(redactor, state),
    workspace.project().then((found) => redactProject(redactor, found)),
  ]);
  return exportsOf(shown, isActive, project, (path) => exports.pathForReaders(path));
}
