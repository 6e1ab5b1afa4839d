/** UserPromptSubmit: carries out a command in the prompt, and reports a level once. */

import { SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../../core/exports/export-names.ts';
import { NinefoldError, asFailure } from '../../core/errors.ts';
import { NO_ANSWER, joinAnswers } from '../../core/hooks/hook-answer.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { handoffContext, handoffMessage, resumeContext } from '../../core/hooks/hook-words.ts';
import { promptCommandIn } from '../../core/hooks/prompt-commands.ts';
import type { PromptCommand } from '../../core/hooks/prompt-commands.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import { takeInProposals } from '../../core/service/proposal-service.ts';
import { resumeWorkflow } from '../../core/service/resume-service.ts';
import { sessionLiveness } from '../../node/meter/session-liveness.ts';
import { describeRedacted } from '../context.ts';
import { activityOfCall } from './call-activity.ts';
import { gatherContext } from './gather-context.ts';
import { actorOfCall, readingOfCall } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { inTurn } from './level-notice.ts';
import { saveForCall } from './session-hooks.ts';

export async function userPromptSubmit(call: HookCall): Promise<HookAnswer> {
  if (call.input.isSubagent) return NO_ANSWER;
  const command = promptCommandIn(call.input.prompt);
  const asked = command === null ? NO_ANSWER : await answerCommand(call, command);
  return joinAnswers(asked, await inTurn(call));
}

/** Carries out a command; a refusal is an answer too. */
async function answerCommand(call: HookCall, command: PromptCommand): Promise<HookAnswer> {
  try {
    switch (command.kind) {
      case 'handoff':
      case 'save':
        return await handOff(call, command);
      case 'persist':
        return await persist(call, command);
      case 'resume':
        return await resume(call, command);
    }
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    const said = await describeRedacted(error);
    return { context: `Ninefold can't do what the prompt asks: ${said}`, message: said };
  }
}

async function handOff(call: HookCall, { kind, workflow }: PromptCommand): Promise<HookAnswer> {
  const { service } = call.folder;
  if (workflow === null && (await service.activeId()) === null)
    return (await import('./session-only.ts')).handOverSession(call);
  const { id } = await service.state(workflow ?? undefined);
  const reading = await readingOfCall(call);
  const isSave = kind === 'save';
  const handoff = isSave
    ? await saveForCall(call, id, reading)
    : await createHandoff(service, actorOfCall(call), {
        id,
        reading,
        activity: await activityOfCall(call),
      });
  return {
    context: handoffContext(id, handoff, isSave),
    message: handoffMessage(id, handoff, isSave) + (await followUpOf(handoff)),
  };
}

/** Returns the failed export after a handoff as a sentence; empty if there is none. */
async function followUpOf({ exportFailure }: HandoffOutcome): Promise<string> {
  return exportFailure === null ? '' : ` But ${await describeRedacted(exportFailure)}.`;
}

/** Writes the context that a new session loads. @throws export-not-active if the workflow isn't active */
async function persist({ folder }: HookCall, { workflow }: PromptCommand): Promise<HookAnswer> {
  const { service } = folder;
  const { id } = await service.state(workflow ?? undefined);
  const file = service.ports.exports.pathForReaders(SESSION_CONTEXT_FILE);
  if ((await service.activeId()) !== id) throw new NinefoldError('export-not-active', { file, id });
  await takeInProposals(service);
  const written = await service.exportFiles(id, (path) => path === SESSION_CONTEXT_FILE);
  const said = written.length === 0 ? `${file} is up to date.` : `${file} is written.`;
  return { context: `Ninefold already did this: ${said}`, message: said };
}

async function resume(call: HookCall, command: PromptCommand): Promise<HookAnswer> {
  const { input, folder, environment } = call;
  const { service } = folder;
  const wasActive = await service.activeId();
  const isKnown = command.isOpening && (await isRecorded(call, wasActive));
  const now = Date.parse(service.ports.clock.now());
  const outcome = await resumeWorkflow(service, actorOfCall(call), {
    id: command.workflow ?? undefined,
    liveness: await sessionLiveness(environment, folder.folder, now),
    agent: input.session === null ? null : call.sender.id,
  });
  const { state } = outcome;
  const stateFile = service.ports.exports.pathForReaders(WORKFLOW_STATE_FILE);
  const where = resumeContext({
    ...outcome,
    state: await service.redacted(state),
    stateFile,
    phase: command.phase,
  });
  // SessionStart has just described the active workflow to a session that starts with the resume prompt.
  const isTold = wasActive === state.id && (isKnown || command.phase !== null);
  const context = isTold ? where : `${where}\n\n${await gatherContext(call, state)}`;
  return { context, message: null };
}

/** Tests whether this session started with the workflow, so that SessionStart described it. */
async function isRecorded({ input, folder }: HookCall, workflow: string | null): Promise<boolean> {
  if (workflow === null || input.session === null) return false;
  const state = await folder.service.state(workflow).catch(asFailure);
  if (NinefoldError.is(state)) return false;
  return state.sessions.some(({ id, endedAt }) => id === input.session && endedAt === null);
}
