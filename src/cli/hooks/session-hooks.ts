/** SessionStart, PreCompact, PostCompact, and SessionEnd: record a session, and give it its workflow's context. */

import { asFailure, NinefoldError } from '../../core/errors.ts';
import { NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { goesOn, handoffMessage, summaryContext } from '../../core/hooks/hook-words.ts';
import { withoutLevels } from '../../core/hooks/level-record.ts';
import { waitingNotice } from '../../core/rules/trusted-rules.ts';
import {
  claimEnd,
  needsHandoff,
  noteReportedEnd,
  recordSession,
  recordSessionEnd,
} from '../../core/service/session-service.ts';
import { peakOf } from '../../core/session/session-tracking.ts';
import { promptFor, saveAndHandOver } from '../../core/service/handoff-service.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import { takeInProposals } from '../../core/service/proposal-service.ts';
import type { Reading } from '../../core/meter/reading.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { refreshContext } from '../../node/context/refresh-context.ts';
import { describeRedacted } from '../context.ts';
import { activityOfCall } from './call-activity.ts';
import { gatherContext } from './gather-context.ts';
import { actorOfCall, readingOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { inTime } from './in-time.ts';

/** Maximum time for loading the project context before a session gets it. */
const CONTEXT_MS = 2000;
/** Maximum time for reading the transcript: a long one must not cost the record of the end. */
const READING_MS = 2000;

/** Gives the session its workflow's context and records the session; a failed record doesn't prevent the context. */
export async function sessionStart(call: HookCall): Promise<HookAnswer> {
  const before = await activeState(call);
  if (before === null) return (await import('./session-only.ts')).tellOfHandoff(call);
  if (isOver(before)) return NO_ANSWER;
  const { state, failure } = await recorded(call, before);
  if (state.status === 'in_progress') {
    const milliseconds = Math.min(CONTEXT_MS, call.left() / 3);
    await refreshContext(call.folder, { milliseconds, continueLater: call.loadContextLater });
  }
  const { waiting } = await call.rules.read();
  const failures = [failure, waitingNotice(waiting)].filter((one) => one !== null);
  const said = await Promise.all(failures.map(describeRedacted));
  return {
    context: await gatherContext(call, state),
    message: said.length === 0 ? null : said.join(' '),
  };
}

/** Saves the state and writes a handoff before the agent replaces the conversation by a summary, which names both. */
export async function preCompact(call: HookCall): Promise<HookAnswer> {
  const state = await activeState(call);
  if (state?.status !== 'in_progress') return NO_ANSWER;
  const reading = await readingIfAny(call);
  if (!call.input.isCompacting) {
    if (!isAtCompaction(reading)) return NO_ANSWER;
    await setCompacting(call, true);
    if (!(await needsHandoff(call.folder.service, state.id, reading))) return NO_ANSWER;
  }
  const { prompt } = await saveForCall(call, state.id, reading);
  return { context: summaryContext(prompt), message: null };
}

function isAtCompaction(reading: Reading | null): reading is Reading {
  return reading?.tokens != null && reading.compactsAt !== null && reading.tokens >= reading.compactsAt;
}

/** Notes with the session that it compacts, if it is the one that is metered here. */
async function setCompacting({ input, folder }: HookCall, isCompacting: boolean): Promise<void> {
  await folder.service.ports.session.update((current) => {
    const { agentSession } = current;
    if (agentSession?.sessionId !== input.session || agentSession.isCompacting === isCompacting)
      return current;
    return { ...current, agentSession: { ...agentSession, isCompacting } };
  });
}

/** For an agent that has no hook after a compaction: gives the workflow's context again, in the first turn that can have it. */
export async function afterCompaction(call: HookCall): Promise<HookAnswer> {
  const current = await call.folder.service.ports.session.read().catch(asFailure);
  // The level beside it says what is wrong.
  if (NinefoldError.is(current)) return NO_ANSWER;
  const { agentSession, active } = current;
  const isDue = agentSession?.isCompacting === true && agentSession.sessionId === call.input.session;
  if (!isDue || active === null || isAtCompaction(await readingIfAny(call))) return NO_ANSWER;
  await setCompacting(call, false);
  await postCompact({ ...call, input: { ...call.input, trigger: 'auto' } });
  return { context: await gatherContext(call, await call.folder.service.state(active)), message: null };
}

/** Records the compaction, after which every level can be shown again. */
export async function postCompact(call: HookCall): Promise<HookAnswer> {
  const { service } = call.folder;
  const { session: id, trigger } = call.input;
  const before = await activeState(call);
  if (before?.status !== 'in_progress' || id === null) return NO_ANSWER;
  await service.ports.session.update((session) => withoutLevels(session, id));
  const { failure } = await recorded(call, before);
  if (failure !== null) throw failure;
  await service.execute({ kind: 'recordCompaction', id, trigger }, actorOfCall(call), before.id);
  return NO_ANSWER;
}

/**
 * Records the end with the session's peak tokens, then writes a handoff if the latest one is out of date. The agent may
 * stop this at any moment, so what can't be made up for comes first.
 */
export async function sessionEnd(call: HookCall): Promise<HookAnswer> {
  const { service } = call.folder;
  const { session: id, isReplaced } = call.input;
  if (id === null) return NO_ANSWER;
  // Windows offer to continue after a session; here another session already continues.
  if (isReplaced) await claimEnd(service, id);
  const reading = await inTime(readingIfAny(call), Math.min(READING_MS, call.left() / 4), null);
  const peakTokens = reading === null ? null : peakOf(reading, null);
  await recordSessionEnd(service, { id, model: reading?.model ?? null, peakTokens });
  await noteReportedEnd(service, id);
  const state = await activeState(call);
  if (state?.status !== 'in_progress') return NO_ANSWER;
  const last = reading ?? { level: 'unknown', at: null };
  if (!(await needsHandoff(service, state.id, last))) {
    return { context: null, message: goesOn({ prompt: promptFor(service, state, true) }) };
  }
  const handoff = await saveForCall(call, state.id, reading);
  return { context: null, message: handoffMessage(state.id, handoff, true) };
}

interface Recorded {
  readonly state: WorkflowState;
  readonly failure: NinefoldError | null;
}

async function recorded(call: HookCall, state: WorkflowState): Promise<Recorded> {
  const { session: id, model, transcript } = call.input;
  if (id === null || state.status !== 'in_progress') return { state, failure: null };
  const started = { id, agent: call.sender.id, model, transcript };
  try {
    return { state: await recordSession(call.folder.service, started, state.id), failure: null };
  } catch (failure) {
    if (!NinefoldError.is(failure)) throw failure;
    return { state, failure };
  }
}

/** Returns the active workflow's state; null if none is active. @throws NinefoldError if it can't be read */
export async function activeState({ folder }: HookCall): Promise<WorkflowState | null> {
  const id = await folder.service.activeId();
  return id === null ? null : folder.service.state(id);
}

/** Returns the reading; null if it can't be read, because the save is more important. */
async function readingIfAny(call: HookCall): Promise<Reading | null> {
  try {
    return await readingOfCall(call);
  } catch (error) {
    if (NinefoldError.is(error)) return null;
    throw error;
  }
}

/** Nothing is left to go on with. */
function isOver({ status }: WorkflowState): boolean {
  return status === 'completed' || status === 'cancelled';
}

/** Takes in what somebody edited, then writes exports and handoff. */
export async function saveForCall(
  call: HookCall,
  id: string,
  reading: Reading | null,
): Promise<HandoffOutcome> {
  const { service } = call.folder;
  await takeInProposals(service);
  const activity = await activityOfCall(call);
  return saveAndHandOver(service, actorOfCall(call), { id, reading, activity });
}
