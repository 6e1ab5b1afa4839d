/** A level of the window, told once: to the person where no window did, to the model in any case. */

import { NinefoldError } from '../../core/errors.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import { levelContext, levelMessage } from '../../core/hooks/hook-words.ts';
import type { WrittenHandoff } from '../../core/hooks/hook-words.ts';
import { levelNotices } from '../../core/hooks/level-record.ts';
import type { LevelNotices } from '../../core/hooks/level-record.ts';
import type { LevelWrites } from '../../core/meter/notices.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { promptFor } from '../../core/service/handoff-service.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { handOver } from './hand-over.ts';
import { readingOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { activeState } from './session-hooks.ts';

export async function levelAnswer(call: HookCall): Promise<HookAnswer> {
  const { service } = call.folder;
  const reading = (await service.activeId()) === null ? null : await readingOfCall(call);
  if (reading === null) return NO_ANSWER;
  if (!(await isDue(call, reading))) return NO_ANSWER;
  // What is recorded as told has to be told: where nothing is said here, a window may still speak.
  const state = await activeState(call).catch(asFailure);
  if (!NinefoldError.is(state) && state?.status !== 'in_progress') return NO_ANSWER;
  const notices = await recordNotices(call, reading);
  if (notices === null) return NO_ANSWER;
  // Once, not with every prompt.
  if (NinefoldError.is(state)) throw state;
  const { person, model } = notices;
  const handoff = await writtenAt(call, state, reading, person.writes);
  return {
    context: model.announce === null ? null : levelContext(model.announce, reading, state, handoff),
    message: person.announce === null ? null : levelMessage(reading, handoff),
  };
}

function asFailure(error: unknown): NinefoldError {
  if (NinefoldError.is(error)) return error;
  throw error;
}

/** Whether there is anything to record, asked without the lock. */
async function isDue({ folder }: HookCall, reading: Reading): Promise<boolean> {
  const { session, workspace, clock } = folder.service.ports;
  const { levels } = await workspace.rules();
  const before = await session.read();
  return levelNotices(before, reading, levels, clock.now()).session !== before;
}

/** What is told is recorded first, under the lock: of a window and a hook, the one that recorded it speaks. */
async function recordNotices(
  { folder }: HookCall,
  reading: Reading,
): Promise<Pick<LevelNotices, 'person' | 'model'> | null> {
  const { session, workspace, clock } = folder.service.ports;
  const { levels } = await workspace.rules();
  let notices: LevelNotices | null = null;
  await session.update((current) => {
    notices = levelNotices(current, reading, levels, clock.now());
    return notices.session;
  });
  return notices;
}

/** The handoff of this level: written now, or by the window that noticed it first; null where the level asks for none. */
async function writtenAt(
  call: HookCall,
  state: WorkflowState,
  reading: Reading,
  writes: LevelWrites,
): Promise<WrittenHandoff | null> {
  const { service } = call.folder;
  if (writes === 'state-and-document') await service.exportFiles(state.id);
  if (writes !== 'none') return handOver(call, state.id, reading);
  const newest = state.handoffs.at(-1);
  if (newest === undefined || reading.level === 'warning') return null;
  return { shownPath: newest.path, prompt: promptFor(service, state, true), redacted: {} };
}
