import { NinefoldError, asFailure } from '../../core/errors.ts';
import type { LevelAudience } from '../../core/hooks/level-record.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { reachLevel } from '../../core/service/level-service.ts';
import type { ReachedLevel } from '../../core/service/level-service.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { folderReading } from './folder-reading.ts';

export type FolderLevel =
  | { readonly reached: null; readonly failure: NinefoldError | null }
  | {
      readonly reached: ReachedLevel;
      readonly reading: Reading;
      /** The workflow that is handed over; null if none is in progress. */
      readonly state: WorkflowState | null;
      readonly failure: NinefoldError | null;
    };

interface FolderLevelRequest {
  readonly environment: MeterEnvironment;
  readonly audience: LevelAudience;
}

const NOTHING: FolderLevel = { reached: null, failure: null };

/**
 * Tells and saves the level that a folder's reading has reached, for a number that was just reported. The report is
 * saved by then, so an expected failure is returned beside it.
 */
export async function reachFolderLevel(
  open: OpenFolder,
  actor: Actor,
  { environment, audience }: FolderLevelRequest,
): Promise<FolderLevel> {
  const { service } = open;
  try {
    const reading = await folderReading(open, { environment });
    if (reading === null) return NOTHING;
    const { levels } = await service.ports.workspace.rules();
    const { state, failure } = await workflowAtWork(service);
    const reached = await reachLevel(service, actor, { reading, levels, audience }, state);
    return reached === null ? NOTHING : { reached, reading, state, failure };
  } catch (error) {
    return { reached: null, failure: asFailure(error) };
  }
}

/** The active workflow, if it is in progress; a damaged one doesn't cost the telling. */
async function workflowAtWork(service: WorkflowService) {
  const id = await service.activeId();
  const found = id === null ? null : await service.state(id).catch(asFailure);
  if (NinefoldError.is(found)) return { state: null, failure: found };
  return { state: found?.status === 'in_progress' ? found : null, failure: null };
}
