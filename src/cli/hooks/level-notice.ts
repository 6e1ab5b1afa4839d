/** Reports a level once: to the person unless a window did, and always to the model. */

import { NinefoldError, asFailure } from '../../core/errors.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { joinAnswers, NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import { levelAdvice, levelContext, levelMessage } from '../../core/hooks/hook-words.ts';
import type { WrittenHandoff } from '../../core/hooks/hook-words.ts';
import { levelNotices } from '../../core/hooks/level-record.ts';
import { reportedReading } from '../../core/meter/choose-reading.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { isLevelDue, reachLevel } from '../../core/service/level-service.ts';
import { recordSession } from '../../core/service/session-service.ts';
import type { CurrentSession } from '../../core/session/current-session.ts';
import { EMPTY_CURRENT_SESSION } from '../../core/session/empty-session.ts';
import { bannerFor } from '../../core/view/banner-progress.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { describeRedacted } from '../context.ts';
import { activityOfCall } from './call-activity.ts';
import { actorOfCall, readingOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { observeChecks } from './observe-checks.ts';
import { rejectionAnswer } from './rejection-notice.ts';
import { activeState, afterCompaction } from './session-hooks.ts';

const EVERYONE = { person: true, model: true } as const;

async function levelAnswer(call: HookCall): Promise<HookAnswer> {
  const { service } = call.folder;
  const current = await service.ports.session.read().catch(asFailure);
  if (NinefoldError.is(current)) return unrecordedAnswer(call, await readingOfCall(call), current);
  const reading = current.active === null ? null : await readingForLevel(call);
  if (reading === null) return NO_ANSWER;
  await addModel(call, current, reading);
  const { levels } = (await call.rules.read()).rules;
  const request = { reading, levels, audience: EVERYONE, activity: () => activityOfCall(call) };
  if (!(await isLevelDue(service, request))) return NO_ANSWER;
  // Record a level only if it is shown here; otherwise a window may still show it.
  const state = await activeState(call).catch(asFailure);
  if (!NinefoldError.is(state) && state?.status !== 'in_progress') return NO_ANSWER;
  const known = NinefoldError.is(state) ? null : state;
  const reached = await reachLevel(service, actorOfCall(call), request, known);
  if (reached === null) return NO_ANSWER;
  // Report it once, not with every prompt.
  if (NinefoldError.is(state)) throw state;
  const { person, model, handoff } = reached;
  return {
    context: model === null ? null : levelContext(reading, known, handoff),
    message: person === null ? null : personMessage(call, reading, known, handoff),
  };
}

/** Adds the model to the record of a session's start: an agent may name it only with its first call. */
async function addModel(
  { input, folder }: HookCall,
  { agentSession, active }: CurrentSession,
  { model }: Reading,
): Promise<void> {
  const isMissing = agentSession?.hasModel === false && agentSession.sessionId === input.session;
  if (!isMissing || active === null || model === null) return;
  const { agent, sessionId: id, transcript } = agentSession;
  try {
    await recordSession(folder.service, { id, agent, model, transcript }, active);
  } catch (error) {
    // The next prompt tries again.
    if (!NinefoldError.is(error)) throw error;
  }
}

/** PostToolBatch: the one place to tell a level in a long turn without a window, and the first to see a check. */
export async function afterTools(call: HookCall): Promise<HookAnswer> {
  await observeChecks(call);
  return call.input.isSubagent ? NO_ANSWER : inTurn(call);
}

/** What a turn gets besides an answer to its prompt. */
export async function inTurn(call: HookCall): Promise<HookAnswer> {
  const again = call.sender.hooks.tellsCompactions ? NO_ANSWER : await afterCompaction(call);
  const rejection = await rejectionAnswer(call);
  return joinAnswers(joinAnswers(again, rejection), await levelAnswer(call));
}

/** The session's own reading; for an agent that leaves no figures, the number that was reported in this session. */
async function readingForLevel(call: HookCall): Promise<Reading | null> {
  const own = await readingOfCall(call);
  if (own !== null && own.level !== 'unknown') return own;
  const { reported } = await call.folder.service.ports.session.read();
  const isOwn = reported?.sessionId != null && reported.sessionId === call.input.session;
  return isOwn ? reportedReading(reported, (await call.rules.read()).rules) : own;
}

/** The banner where the agent shows more than one line, otherwise the same on one. */
function personMessage(
  { sender }: HookCall,
  reading: Reading,
  state: WorkflowState | null,
  handoff: WrittenHandoff | null,
): string {
  if (!sender.hooks.showsLines) return levelMessage(reading, handoff);
  const advice = reading.level === 'warning' ? [] : [levelAdvice(reading, handoff)];
  return [bannerFor(reading, state ?? undefined), ...advice].join('\n');
}

/**
 * The level beside the record that can't be read, told with every prompt until that is mended: nobody knows who was told.
 *
 * @throws NinefoldError the failure alone below every level
 */
async function unrecordedAnswer(
  { folder, rules }: HookCall,
  reading: Reading | null,
  failure: NinefoldError,
): Promise<HookAnswer> {
  if (reading === null) throw failure;
  const { levels } = (await rules.read()).rules;
  const now = folder.service.ports.clock.now();
  const { announce } = levelNotices(EMPTY_CURRENT_SESSION, reading, levels, now).model;
  if (announce === null) throw failure;
  const reason = await describeRedacted(failure);
  return {
    context: `${levelContext(reading, null, null)} ${reason}`,
    message: `${levelMessage(reading, null)} ${reason}`,
  };
}
