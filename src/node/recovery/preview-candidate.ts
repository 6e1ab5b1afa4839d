/** Previews a candidate: shows what would be written, without writing anything. */

import { WORKFLOW_STATE_FILE } from '../../core/exports/export-names.ts';
import { exportsOf } from '../../core/exports/exports.ts';
import type { Candidate } from '../../core/recovery/candidates.ts';
import { recoveryPreview } from '../../core/recovery/preview.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { planOf } from './apply-candidate.ts';

/** Makes the Markdown document. */
export async function previewCandidate(
  service: WorkflowService,
  layout: StateLayout,
  candidate: Candidate,
): Promise<string> {
  const { exports, workspace, clock } = service.ports;
  const show = (path: string): string => exports.pathForReaders(path);
  const [{ writes, keeps }, project] = await Promise.all([planOf(layout, candidate), workspace.project()]);
  const files = exportsOf({ ...candidate.state, revision: 1 }, true, project, show);
  const stateText = files.find(({ path }) => path === WORKFLOW_STATE_FILE)?.text(clock.now()) ?? '';
  return recoveryPreview({ candidate, writes: writes.map(show), keeps: keeps.map(show), stateText });
}
