/** The bundle of all that `main.ts` doesn't answer itself. Each of its parts loads with the first call that needs it. */

import type { HookAnswers, HookSystem } from './hooks/called-hook.ts';
import type { System } from './context.ts';

/** Runs one command line. @returns its exit code */
export async function runCommand(system: System): Promise<number> {
  return (await import('./run.ts')).runCommandLine(system);
}

/** Answers a hook that is never quiet. @returns the text for stdout; never throws */
export async function answerEvent(system: HookSystem): Promise<string> {
  const [{ runHook }] = await Promise.all([import('./hooks/run-hook.ts'), loadAnswers()]);
  return runHook(system, { loadAnswers });
}

/** Loads what answers a turn that isn't quiet. */
export function loadAnswers(): Promise<HookAnswers> {
  return import('./hooks/answer-hook.ts');
}

/** Starts a command in the background. */
export async function startCommand(args: readonly string[], folder: string): Promise<void> {
  const { startInBackground } = await import('../node/machine/background-process.ts');
  startInBackground(args, folder);
}
