/** Answers a hook in its folder: the part that a quiet turn doesn't load. */

import { NinefoldError } from '../../core/errors.ts';
import { NO_ANSWER, joinAnswers } from '../../core/hooks/hook-answer.ts';
import { HOOK_EVENTS } from '../../core/hooks/hook-vocabulary.ts';
import type { HookAnswer, HookEvent } from '../../core/hooks/hook-vocabulary.ts';
import { defaultsMessage } from '../../core/hooks/hook-words.ts';
import { faultText } from '../../core/text/fault-text.ts';
import { oneLine } from '../../core/text/foreign-text.ts';
import { isRepeated } from '../../node/connect/repeated-event.ts';
import { lazyRedactor } from '../../node/folder/open-folder.ts';
import type { OpenFolder, OpenFolderOptions } from '../../node/folder/open-folder.ts';
import { describe, describeRedacted, writeErrorLine } from '../context.ts';
import { sessionPlaces, workflowPlaces } from './called-hook.ts';
import type { CalledHook, HookSystem } from './called-hook.ts';
import { concernsSession } from './concerns-session.ts';
import { folderWithWorkflow, HookRules, openIfThere } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { afterTools } from './level-notice.ts';
import { userPromptSubmit } from './prompt-hook.ts';
import { postCompact, preCompact, sessionEnd, sessionStart } from './session-hooks.ts';

interface Hook {
  readonly answer: (call: HookCall) => Promise<HookAnswer>;
  /** Milliseconds to wait for another writer. */
  readonly patience: number;
}

const HOOKS: Readonly<Record<HookEvent, Hook>> = {
  SessionStart: { answer: sessionStart, patience: 1500 },
  UserPromptSubmit: { answer: userPromptSubmit, patience: 1500 },
  PreCompact: { answer: preCompact, patience: 4000 },
  PostCompact: { answer: postCompact, patience: 2000 },
  PostToolBatch: { answer: afterTools, patience: 1500 },
  SessionEnd: { answer: sessionEnd, patience: 4000 },
  // Noted before anything is loaded.
  Notification: { answer: () => Promise.resolve(NO_ANSWER), patience: 1500 },
};

/** Names the events that Ninefold answers. */
export function refuseHook(system: Pick<HookSystem, 'writeError'>, given: string): void {
  writeErrorLine(system, `unknown hook '${given}'; use one of ${HOOK_EVENTS.join(', ')}`);
}

/** Answers a hook; a failure is an answer too. */
export async function answerHook(called: CalledHook): Promise<HookAnswer> {
  const { system, sender, input, options, environment, left } = called;
  if (await isRepeated(called)) return NO_ANSWER;
  const saved = { isDone: false };
  try {
    const withWorkflow = await folderWithWorkflow(workflowPlaces(called), optionsOf(called));
    const folder = withWorkflow ?? (await folderOfSession(called));
    if (folder === null) return NO_ANSWER;
    folder.service.onDidChange((_, events) => {
      if (events.length > 0) saved.isDone = true;
    });
    const chosen = options.stateDirectory === null ? [] : ['--state-dir', options.stateDirectory];
    const loadContextLater = (): Promise<void> => system.startLater(['context', ...chosen], folder.folder);
    const rules = new HookRules(folder.service.ports.workspace);
    const call = { sender, input, folder, rules, environment, loadContextLater, left };
    const answer = withWorkflow === null ? sessionAnswer(call) : HOOKS[input.event].answer(call);
    return await withDefaultsNamed(await answer, rules);
  } catch (error) {
    const failure = await failureText(error);
    const message = saved.isDone ? `the state is saved; a later step failed: ${failure}` : failure;
    if (!NinefoldError.is(error)) system.writeError(`${faultText(error)}\n`);
    return { context: input.event === 'SessionStart' ? `Ninefold: ${message}` : null, message };
  }
}

/** Loads what answers without a workflow, which few calls need. */
async function sessionAnswer(call: HookCall): Promise<HookAnswer> {
  const { answerForSession } = await import('./session-only.ts');
  return answerForSession(call);
}

/** Says beside an answer that the rules can't be read; a hook with nothing to say doesn't repeat it at every prompt. */
async function withDefaultsNamed(answer: HookAnswer, { failure }: HookRules): Promise<HookAnswer> {
  if (failure === null || (answer.context === null && answer.message === null)) return answer;
  return joinAnswers(answer, { context: null, message: defaultsMessage(await describeRedacted(failure)) });
}

/** Opens the session's folder, if that may have an answer. */
async function folderOfSession(called: CalledHook): Promise<OpenFolder | null> {
  if (!concernsSession(called.input)) return null;
  for (const folder of sessionPlaces(called)) {
    const open = await openIfThere({ ...optionsOf(called), folder });
    if (open !== null) return open;
  }
  return null;
}

function optionsOf({ system, input, options, limit }: CalledHook): Omit<OpenFolderOptions, 'folder'> {
  const { environment, home, writeError } = system;
  const { stateDirectory } = options;
  return {
    environment,
    home,
    ...(stateDirectory === null ? {} : { stateDirectory }),
    lockPatience: Math.min(HOOKS[input.event].patience, limit / 2),
    report: (notice) => writeErrorLine({ writeError }, describe(notice)),
  };
}

async function failureText(error: unknown): Promise<string> {
  if (NinefoldError.is(error)) return oneLine(await describeRedacted(error));
  const text = `internal error (${error instanceof Error ? error.message : String(error)})`;
  return oneLine((await lazyRedactor.redact(text)).text);
}
