import { NinefoldError } from '../../core/errors.ts';
import type { LevelWrites } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import { sessionActor } from '../../core/service/session-service.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { loadEngine } from '../engine.ts';

/** What a level saved. */
export interface Written {
  /** Null if the level writes none, there's no workflow, or writing failed. */
  readonly handoff: HandoffOutcome | null;
  readonly failure: unknown;
}

/** Saves what a level requires of the active workflow. Never throws. */
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
