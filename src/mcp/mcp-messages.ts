/** What every tool may have to say, for a model. */

import type { NinefoldError } from '../core/errors.ts';
import { failureText } from '../core/failures/failures.ts';
import { oneLine } from '../core/text/foreign-text.ts';

/** What is said of a change that a call before, whose answer got lost, has made. */
export const ALREADY = 'Already recorded; nothing was changed.';

/** An expected failure on one line: what is wrong; what to do next. */
export function toolFailure(error: NinefoldError): string {
  return oneLine(failureText(error, 'mcp'));
}
