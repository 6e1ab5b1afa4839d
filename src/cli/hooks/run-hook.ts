/**
 * `ninefold hook EVENT`: answers an agent's hooks. Whatever the input and whatever goes wrong, the answer is valid and in
 * time, and the exit code is 0: any other stops the agent or shows an error (2 blocks a prompt, by the agent's reference).
 */

import { NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import { leastBudget, readHook } from '../../core/agents/hook-senders.ts';
import type { ReadHook } from '../../core/agents/hook-senders.ts';
import type { HookAnswer, HookEvent } from '../../core/hooks/hook-vocabulary.ts';
import { faultText } from '../../core/text/fault-text.ts';
import { forgetWaiting, noteWaiting } from '../../node/meter/waiting-sessions.ts';
import { systemEnvironment } from '../../node/machine/environment.ts';
import { workflowPlaces } from './called-hook.ts';
import type { CalledHook, HookAnswers, HookSystem } from './called-hook.ts';
import { hookArguments } from './hook-arguments.ts';
import type { HookArguments } from './hook-arguments.ts';
import { inputAtOnce } from './input-at-once.ts';
import type { Turn } from './quiet-turn.ts';
import { readInput, textOf } from './read-input.ts';

/** Milliseconds from the call to the answer. `connect` gives SessionEnd ten seconds; by hand it may have fewer. */
const LIMITS: Readonly<Record<HookEvent, number>> = {
  SessionStart: 6000,
  UserPromptSubmit: 4000,
  PreCompact: 8000,
  PostCompact: 4000,
  PostToolBatch: 4000,
  SessionEnd: 8000,
  Notification: 4000,
};

/** Share of the agent's time limit that a hook uses, because the agent counts from before this process starts. */
const BUDGET_SHARE = 0.8;

/** Longest wait for the input, which should be available immediately; shorter if the hook has less time. */
const INPUT_MS = 1000;

/** What decides an answer, in bundles of their own. */
export interface HookParts {
  /** Tests for a turn without an answer; absent for an event that always needs the whole hook. */
  readonly isQuietTurn?: (turn: Turn) => Promise<boolean>;
  readonly loadAnswers: () => Promise<HookAnswers>;
}

/** Answers a hook. @returns the text for stdout; never throws */
export async function runHook(system: HookSystem, parts: HookParts): Promise<string> {
  const options = hookArguments(system.argv);
  const { event: given } = options;
  try {
    const wait = (leastBudget(given, system.environment) * BUDGET_SHARE) / 3;
    const read = readHook(given, await inputOf(system, Math.min(INPUT_MS, wait)));
    if (read !== null) return await answered(system, parts, read, options);
    const { refuseHook } = await parts.loadAnswers();
    refuseHook(system, given);
  } catch (error) {
    system.writeError(`${faultText(error)}\n`);
  }
  return '';
}

function inputOf(system: HookSystem, wait: number): string | Promise<string> {
  const begun = system.descriptor === undefined ? null : inputAtOnce(system.descriptor);
  if (begun?.isOpen === false) return textOf(begun.parts);
  return readInput(system.input, wait, begun?.parts);
}

async function answered(
  system: HookSystem,
  parts: HookParts,
  read: ReadHook,
  options: HookArguments,
): Promise<string> {
  const { sender, input } = read;
  const budget = sender.hooks.budgetOf(input.event, system.environment);
  const limit = budget === null ? LIMITS[input.event] : budget * BUDGET_SHARE;
  const left = (): number => limit - system.elapsed();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<HookAnswer>((resolve) => {
    const seconds = limit / 1000;
    const message = `${input.event} took longer than ${seconds} s and was stopped; run \`ninefold save\` to save by hand`;
    timer = setTimeout(() => resolve({ context: null, message }), Math.max(0, left()));
  });
  const environment = { ...systemEnvironment(), home: system.home, env: system.environment };
  const call = { ...read, system, options, environment, limit, left };
  const answer = await Promise.race([answerTo(call, parts), late]);
  clearTimeout(timer);
  return sender.hooks.answerText(input, answer);
}

async function answerTo(call: CalledHook, { isQuietTurn, loadAnswers }: HookParts): Promise<HookAnswer> {
  const { system, options } = call;
  // The agent of a background task works on its task, not on the workflow.
  if ((system.environment.NINEFOLD_TASK ?? '') !== '') return NO_ANSWER;
  await noteStage(call);
  if (call.input.event === 'Notification') return NO_ANSWER;
  const chosen = options.stateDirectory ?? system.environment.NINEFOLD_STATE_DIR;
  const turn = { ...call, chosen, places: workflowPlaces(call), now: Date.now() };
  // A fault leaves it in doubt: whoever answers meets it too, and reports it.
  const isQuiet = await isQuietTurn?.(turn).catch(() => false);
  if (isQuiet === true) return NO_ANSWER;
  const { answerHook } = await loadAnswers();
  return answerHook(call);
}

/** Notes whether the session waits for a person: after any other event, it doesn't. */
async function noteStage({ input, system }: CalledHook): Promise<void> {
  const { session, isWaiting } = input;
  if (session === null) return;
  try {
    await (isWaiting ? noteWaiting : forgetWaiting)(system.home, session);
  } catch (error) {
    // The list of sessions tells less; what the agent waits for matters more.
    system.writeError(`${faultText(error)}\n`);
  }
}
