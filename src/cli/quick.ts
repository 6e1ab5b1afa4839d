/**
 * Answers what is asked most often, and mostly has little to say: a hook at every turn, and the meter. A bundle of its
 * own, so that neither loads the commands, their schemas, or the workflow's code.
 */

import type { HookAnswers, HookSystem } from './hooks/called-hook.ts';
import { isQuietTurn } from './hooks/quiet-turn.ts';
import { runHook } from './hooks/run-hook.ts';
import { quickMeter } from './quick-meter.ts';
import type { QuickCall } from './quick-meter.ts';

/**
 * Answers a hook that is called at every turn.
 *
 * @param loadAnswers loads what answers a turn that isn't quiet
 * @returns the text for stdout; never throws
 */
export function answerTurn(system: HookSystem, loadAnswers: () => Promise<HookAnswers>): Promise<string> {
  return runHook(system, { isQuietTurn, loadAnswers });
}

/** Answers `meter`; null if the whole command line has to, which meets a fault too and reports it. */
export function answerMeter(call: QuickCall): Promise<string | null> {
  return quickMeter(call).catch(() => null);
}
