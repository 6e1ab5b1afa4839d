/** Tells the model once that a person rejected its phase, and why. */

import { NinefoldError, asFailure } from '../../core/errors.ts';
import { NO_ANSWER } from '../../core/hooks/hook-answer.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import { rejectionContext } from '../../core/hooks/hook-words.ts';
import { takeRejection } from '../../core/service/take-rejection.ts';
import type { HookCall } from './hook-call.ts';

/** Returns the rejection for the model; a record that can't be read is told by the level. */
export async function rejectionAnswer({ folder }: HookCall): Promise<HookAnswer> {
  const { service } = folder;
  const current = await service.ports.session.read().catch(asFailure);
  if (NinefoldError.is(current)) return NO_ANSWER;
  const pending = await takeRejection(service, current);
  return pending === null ? NO_ANSWER : { context: rejectionContext(pending), message: null };
}
