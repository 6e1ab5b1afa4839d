/** Reports a level once: to the person unless a window did, and always to the model. */

import { NinefoldError, asFailure } from '../../core/errors.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import { levelContext, levelMessage } from '../../core/hooks/hook-words.ts';
import type { WrittenHandoff } from '../../core/hooks/hook-words.ts';
import { dueNotices, levelNotices, recordNotices } from '../../core/hooks/level-record.ts';
import type { LevelNotices } from '../../core/hooks/level-record.ts';
import type { LevelWrites } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { promptFor, writeForLevel } from '../../core/service/handoff-service.ts';
import { EMPTY_CURRENT_SESSION } from '../../core/session/empty-session.ts';
import type { CurrentSession } from '../../core/session/current-session.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { describeRedacted } from '../context.ts';
import { actorOfCall, readingOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { activeState } from './session-hooks.ts';

export async function levelAnswer(call: HookCall): Promise<HookAnswer> {
  const active = await call.folder.service.activeId().catch(asFailure);
  const reading = active === null ? null : await readingOfCall(call);
  if (NinefoldError.is(active)) return unrecordedAnswer(call, reading, active);
  if (reading === null) return NO_ANSWER;
  const store = call.folder.service.ports.session;
  const decide = await noticesOf(call, reading);
  if ((await dueNotices(store, decide)) === null) return NO_ANSWER;
  // Record a level only if it is shown here; otherwise a window may still show it.
  const state = await activeState(call).catch(asFailure);
  if (!NinefoldError.is(state) && state?.status !== 'in_progress') return NO_ANSWER;
  const notices = await recordNotices(store, decide);
  if (notices === null) return NO_ANSWER;
  // Report it once, not with every prompt.
  if (NinefoldError.is(state)) throw state;
  const { person, model } = notices;
  const handoff = await writtenAt(call, state, reading, person.writes);
  return {
    context: model.announce === null ? null : levelContext(model.announce, reading, state, handoff),
    message: person.announce === null ? null : levelMessage(reading, handoff),
  };
}

/**
 * The level beside the record that can't be read, told with every prompt until that is mended: nobody knows who was told.
 *
 * @throws NinefoldError the failure alone below every level
 */
async function unrecordedAnswer(
  { folder }: HookCall,
  reading: Reading | null,
  failure: NinefoldError,
): Promise<HookAnswer> {
  if (reading === null) throw failure;
  const { workspace, clock } = folder.service.ports;
  const { levels } = await workspace.rules();
  const { announce } = levelNotices(EMPTY_CURRENT_SESSION, reading, levels, clock.now()).model;
  if (announce === null) throw failure;
  const reason = await describeRedacted(failure);
  return {
    context: `${levelContext(announce, reading, null, null)} ${reason}`,
    message: `${levelMessage(reading, null)} ${reason}`,
  };
}

/** Makes the function that decides, from the session's record, what is due for a reading. */
async function noticesOf({ folder }: HookCall, reading: Reading) {
  const { workspace, clock } = folder.service.ports;
  const { levels } = await workspace.rules();
  return (session: CurrentSession): LevelNotices => levelNotices(session, reading, levels, clock.now());
}

/** Returns the handoff of this level, written now or by the window that noticed it first; null if the level needs none. */
async function writtenAt(
  call: HookCall,
  state: WorkflowState,
  reading: Reading,
  writes: LevelWrites,
): Promise<WrittenHandoff | null> {
  const { service } = call.folder;
  const written = await writeForLevel(service, actorOfCall(call), writes, { id: state.id, reading });
  if (written !== null) return written;
  const newest = state.handoffs.at(-1);
  if (newest === undefined || reading.level === 'warning') return null;
  return { shownPath: newest.path, prompt: promptFor(service, state, true), redacted: {} };
}
