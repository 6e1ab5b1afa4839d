/** Messages that all tools share. */

import type { NinefoldError } from '../core/errors.ts';
import { failureText } from '../core/failures/failures.ts';
import { oneLine } from '../core/text/foreign-text.ts';

/** Answer to a change that an earlier call, whose answer was lost, has already made. */
export const ALREADY = 'Already recorded; nothing was changed.';

/** Returns a failure on one line: what is wrong; what to do next. */
export function toolFailure(error: NinefoldError): string {
  return oneLine(failureText(error, 'mcp'));
}
