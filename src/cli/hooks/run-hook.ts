/**
 * `ninefold hook EVENT`: answers an agent's hooks. Whatever the input and whatever goes wrong, the answer is valid and in
 * time, and the exit code is 0: any other stops the agent or shows an error (2 blocks a prompt, by the agent's reference).
 */

import { resolve } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { NO_ANSWER, joinAnswers } from '../../core/hooks/hook-answer.ts';
import { leastBudget, readHook, type HookSender } from '../../core/agents/hook-senders.ts';
import { HOOK_EVENTS } from '../../core/hooks/hook-vocabulary.ts';
import type { HookAnswer, HookEvent, HookInput } from '../../core/hooks/hook-vocabulary.ts';
import { defaultsMessage } from '../../core/hooks/hook-words.ts';
import { faultText } from '../../core/text/fault-text.ts';
import { oneLine } from '../../core/text/foreign-text.ts';
import { lazyRedactor } from '../../node/folder/open-folder.ts';
import type { OpenFolder, OpenFolderOptions } from '../../node/folder/open-folder.ts';
import type { StartLater } from '../../node/machine/background-process.ts';
import { systemEnvironment } from '../../node/machine/environment.ts';
import { describe, describeRedacted, writeErrorLine } from '../context.ts';
import { hookArguments } from './hook-arguments.ts';
import type { HookArguments } from './hook-arguments.ts';
import { folderWithWorkflow, HookRules, openIfThere } from './hook-call.ts';
import type { HookCall } from './hook-call.ts';
import { afterTools } from './level-notice.ts';
import { userPromptSubmit } from './prompt-hook.ts';
import { readInput } from './read-input.ts';
import type { Input } from './read-input.ts';
import { concernsSession } from './concerns-session.ts';
import { postCompact, preCompact, sessionEnd, sessionStart } from './session-hooks.ts';

/** The edges of the process. */
export interface HookSystem {
  readonly argv: readonly string[];
  /** Null if it was removed. */
  readonly cwd: string | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  readonly input: Input;
  /** Milliseconds since the agent called. */
  readonly elapsed: () => number;
  readonly writeError: (text: string) => void;
  readonly startLater: StartLater;
}

interface Hook {
  readonly answer: (call: HookCall) => Promise<HookAnswer>;
  /** Milliseconds from the call to the answer. */
  readonly limit: number;
  /** Milliseconds to wait for another writer. */
  readonly patience: number;
}

const HOOKS: Readonly<Record<HookEvent, Hook>> = {
  SessionStart: { answer: sessionStart, limit: 6000, patience: 1500 },
  UserPromptSubmit: { answer: userPromptSubmit, limit: 4000, patience: 1500 },
  PreCompact: { answer: preCompact, limit: 8000, patience: 4000 },
  PostCompact: { answer: postCompact, limit: 4000, patience: 2000 },
  PostToolBatch: { answer: afterTools, limit: 4000, patience: 1500 },
  // `connect` gives it ten seconds. By hand it may have fewer, so what matters most is written first.
  SessionEnd: { answer: sessionEnd, limit: 8000, patience: 4000 },
};

/** Share of the agent's time limit that a hook uses, because the agent counts from before this process starts. */
const BUDGET_SHARE = 0.8;

/** Longest wait for the input, which should be available immediately; shorter if the hook has less time. */
const INPUT_MS = 1000;

/** Answers a hook. @returns the text for stdout; never throws */
export async function runHook(system: HookSystem): Promise<string> {
  const options = hookArguments(system.argv);
  const { event: given } = options;
  try {
    const wait = (leastBudget(given, system.environment) * BUDGET_SHARE) / 3;
    const read = readHook(given, await readInput(system.input, Math.min(INPUT_MS, wait)));
    if (read !== null) return await answered(system, read, options);
    writeErrorLine(system, `unknown hook '${given}'; use one of ${HOOK_EVENTS.join(', ')}`);
  } catch (error) {
    system.writeError(`${faultText(error)}\n`);
  }
  return '';
}

interface ReadHook {
  readonly sender: HookSender;
  readonly input: HookInput;
}

async function answered(system: HookSystem, read: ReadHook, options: HookArguments): Promise<string> {
  const { sender, input } = read;
  const limit = limitOf(read, system.environment);
  const left = (): number => limit - system.elapsed();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HookAnswer>((resolve) => {
    const seconds = limit / 1000;
    const message = `${input.event} took longer than ${seconds} s and was stopped; run \`ninefold save\` to save by hand`;
    timer = setTimeout(() => resolve({ context: null, message }), Math.max(0, left()));
  });
  const answer = await Promise.race([answerOrFailure(system, read, options, left), late]);
  clearTimeout(timer);
  return sender.hooks.answerText(input, answer);
}

function limitOf({ sender, input: { event } }: ReadHook, environment: NodeJS.ProcessEnv): number {
  const budget = sender.hooks.budgetOf(event, environment);
  return budget === null ? HOOKS[event].limit : budget * BUDGET_SHARE;
}

async function answerOrFailure(
  system: HookSystem,
  read: ReadHook,
  options: HookArguments,
  left: () => number,
): Promise<HookAnswer> {
  const { input } = read;
  // The agent of a background task works on its task, not on the workflow.
  if ((system.environment.NINEFOLD_TASK ?? '') !== '') return NO_ANSWER;
  const saved = { isDone: false };
  try {
    const withWorkflow = await openedFolder(system, read, options);
    const folder = withWorkflow ?? (await folderOfSession(system, read, options));
    if (folder === null) return NO_ANSWER;
    const environment = { ...systemEnvironment(), home: system.home, env: system.environment };
    folder.service.onDidChange((_, events) => {
      if (events.length > 0) saved.isDone = true;
    });
    const chosen = options.stateDirectory === null ? [] : ['--state-dir', options.stateDirectory];
    const loadContextLater = (): Promise<void> => system.startLater(['context', ...chosen], folder.folder);
    const rules = new HookRules(folder.service.ports.workspace);
    const call = { ...read, folder, rules, environment, loadContextLater, left };
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

/** Opens the first of the call's folders that has a workflow; null if none has. */
function openedFolder(system: HookSystem, read: ReadHook, options: HookArguments) {
  const project = read.sender.hooks.projectFolder(system.environment);
  const places = options.cwd === null ? [read.input.cwd, project, system.cwd] : [options.cwd];
  return folderWithWorkflow(absolute(system, places), optionsOf(system, read, options));
}

/** Opens the session's folder, if that may have an answer: where it began, whatever its current folder is. */
async function folderOfSession(
  system: HookSystem,
  read: ReadHook,
  options: HookArguments,
): Promise<OpenFolder | null> {
  const { sender, input } = read;
  if (!concernsSession(input)) return null;
  const project = sender.hooks.projectFolder(system.environment);
  const places = options.cwd === null ? [project, input.cwd, system.cwd] : [options.cwd];
  for (const folder of absolute(system, places)) {
    const open = await openIfThere({ ...optionsOf(system, read, options), folder });
    if (open !== null) return open;
  }
  return null;
}

function absolute({ cwd }: HookSystem, places: readonly (string | null)[]): readonly string[] {
  return places.filter((place) => place !== null).map((place) => resolve(cwd ?? '/', place));
}

function optionsOf(
  { environment, home, writeError }: HookSystem,
  read: ReadHook,
  { stateDirectory }: HookArguments,
): Omit<OpenFolderOptions, 'folder'> {
  return {
    environment,
    home,
    ...(stateDirectory === null ? {} : { stateDirectory }),
    lockPatience: Math.min(HOOKS[read.input.event].patience, limitOf(read, environment) / 2),
    report: (notice) => writeErrorLine({ writeError }, describe(notice)),
  };
}

async function failureText(error: unknown): Promise<string> {
  if (NinefoldError.is(error)) return oneLine(await describeRedacted(error));
  const text = `internal error (${error instanceof Error ? error.message : String(error)})`;
  return oneLine((await lazyRedactor.redact(text)).text);
}
