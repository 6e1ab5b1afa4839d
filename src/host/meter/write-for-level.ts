import type { LevelWrites } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { isNoneActive } from '../../core/service/active-workflow.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import type { SessionHandoff } from '../../core/service/session-handoff.ts';
import { sessionActor } from '../../core/service/session-service.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import type { Reporter } from '../messages.ts';
import { activityIn, handOverSession } from '../sessions/hand-over.ts';

/** What a level saved. */
export interface Written {
  /** Null if the level writes none, there's no workflow, or writing failed. */
  readonly handoff: HandoffOutcome | null;
  /** The session's own handoff if there's no workflow; otherwise null. */
  readonly session: SessionHandoff | null;
  readonly failure: unknown;
}

const NOTHING: Written = { handoff: null, session: null, failure: null };

/** Saves what a level requires of the active workflow, or of the session if none is active. Never throws. */
export async function tryWriteForLevel(
  open: OpenFolder,
  reading: Reading,
  writes: LevelWrites,
  reporter: Reporter,
): Promise<Written> {
  if (writes === 'none') return NOTHING;
  try {
    const activity = await activityIn(open, reading, { reporter, userFolder: null });
    const { writeForLevel } = await loadEngine();
    const handoff = await writeForLevel(open.service, sessionActor(reading.sessionId), writes, {
      reading,
      activity,
    }).catch(unlessNoneActive);
    if (handoff !== null || activity === null) return { ...NOTHING, handoff };
    return { ...NOTHING, session: await handOverSession(open, activity, reading, false) };
  } catch (failure) {
    return { ...NOTHING, failure };
  }
}

function unlessNoneActive(error: unknown): null {
  if (isNoneActive(error)) return null;
  throw error;
}
