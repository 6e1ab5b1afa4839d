/** A level of the window that a hook or a reported number has reached: told once, and saved once. */

import type { SessionActivity } from '../activity/activity.ts';
import { dueNotices, levelNotices, recordNotices } from '../hooks/level-record.ts';
import type { LevelAudience, LevelNotices } from '../hooks/level-record.ts';
import type { WrittenHandoff } from '../hooks/hook-words.ts';
import type { LevelRules, WarningLevel } from '../meter/levels.ts';
import type { LevelWrites } from '../meter/notices.ts';
import type { Reading } from '../meter/reading.ts';
import type { CurrentSession } from '../session/current-session.ts';
import type { Actor } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { promptFor, writeForLevel } from './handoff-service.ts';
import type { WorkflowService } from './workflow-service.ts';

export interface ReachedLevel {
  /** What to tell the person and the model now; null for whoever was told before, or isn't told here. */
  readonly person: WarningLevel | null;
  readonly model: WarningLevel | null;
  /** Written at this level, by whichever process noticed it first; null if it writes none. */
  readonly handoff: WrittenHandoff | null;
}

export interface LevelRequest {
  readonly reading: Reading;
  readonly levels: LevelRules;
  readonly audience: LevelAudience;
  /** Reads what the session did, if the level writes a handoff. */
  readonly activity?: () => Promise<SessionActivity | null>;
}

/** Tests, without a lock, whether a reading has reached a level that wasn't told or saved yet. */
export async function isLevelDue(service: WorkflowService, request: LevelRequest): Promise<boolean> {
  return (await dueNotices(service.ports.session, decider(service, request))) !== null;
}

/**
 * Records a level as told, and then saves what it requires.
 *
 * @param state the workflow that is handed over; null if there is none
 * @returns null if it was told and saved before
 * @throws NinefoldError if the record or the handoff can't be written
 */
export async function reachLevel(
  service: WorkflowService,
  actor: Actor,
  request: LevelRequest,
  state: WorkflowState | null,
): Promise<ReachedLevel | null> {
  const decide = decider(service, request);
  if ((await dueNotices(service.ports.session, decide)) === null) return null;
  const notices = await recordNotices(service.ports.session, decide);
  if (notices === null) return null;
  const { person, model } = notices;
  const handoff = state && (await handoffAt(service, actor, { ...request, state, writes: person.writes }));
  return { person: person.announce, model: model.announce, handoff };
}

function decider({ ports }: WorkflowService, { reading, levels, audience }: LevelRequest) {
  return (session: CurrentSession): LevelNotices =>
    levelNotices(session, reading, levels, ports.clock.now(), audience);
}

interface Saving extends Pick<LevelRequest, 'reading' | 'activity'> {
  readonly state: WorkflowState;
  readonly writes: LevelWrites;
}

async function handoffAt(
  service: WorkflowService,
  actor: Actor,
  { reading, state, writes, activity }: Saving,
): Promise<WrittenHandoff | null> {
  const done = writes === 'none' || activity === undefined ? null : await activity();
  const request = { id: state.id, reading, activity: done };
  const written = await writeForLevel(service, actor, writes, request);
  if (written !== null) return written;
  const newest = state.handoffs.at(-1);
  if (newest === undefined || reading.level === 'warning') return null;
  return { shownPath: newest.path, prompt: promptFor(service, state, true), redacted: {} };
}
