/** A hook in this process, with all that may answer it. */

import { answerHook, refuseHook } from '../../../src/cli/hooks/answer-hook.ts';
import type { HookSystem } from '../../../src/cli/hooks/called-hook.ts';
import { answerTurn } from '../../../src/cli/quick.ts';

/** Answers a hook. @returns what it prints */
export function hookInProcess(system: HookSystem): Promise<string> {
  return answerTurn(system, () => Promise.resolve({ answerHook, refuseHook }));
}
