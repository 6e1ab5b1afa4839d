import { NinefoldError } from '../../core/errors.ts';
import type { LevelWrites } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import { sessionActor } from '../../core/service/session-service.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { loadEngine } from '../engine.ts';

/** What a level wrote by itself. */
export interface Written {
  /** Null where the level writes nothing, where there is no workflow, and where it failed. */
  readonly handoff: HandoffOutcome | null;
  readonly failure: unknown;
}

/** Writes what a level writes for the active workflow by itself. Never throws. */
export async function tryWriteForLevel(
  service: WorkflowService,
  reading: Reading,
  writes: LevelWrites,
): Promise<Written> {
  try {
    const { writeForLevel } = await loadEngine();
    const handoff = await writeForLevel(service, sessionActor(reading.sessionId), writes, { reading });
    return { handoff, failure: null };
  } catch (failure) {
    return { handoff: null, failure: NinefoldError.is(failure, 'workflow-none-active') ? null : failure };
  }
}
