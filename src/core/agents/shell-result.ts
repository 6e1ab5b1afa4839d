/** What a family of agents tells the model of a command that ran. */

import { asExitCode } from '../activity/activity-log.ts';

/** Newer versions wrap a command's result in this. */
const WRAPPER = /^<untrusted_context>\n|\n<\/untrusted_context>\s*$/g;
/** Follows the command's own output. */
const TAIL =
  /(?:\nExit Code: (?<code>-?\d+|\(none\)))?(?:\nSignal: (?<signal>[^\n]*))?(?:\nBackground PIDs: [^\n]*)?(?:\nProcess Group PGID: [^\n]*)?\s*$/;
/** Precedes the output of a command that finished. */
const ENDED = /^(?:Command: |Output: |Directory: )/;

/**
 * Returns a command's exit code from its result. Newer versions omit exit code 0; a command that was killed by a signal,
 * refused, or sent to the background has none.
 */
export function exitCodeOf(output: string): number | null {
  const text = output.replaceAll(WRAPPER, '');
  if (!ENDED.test(text)) return null;
  const { code, signal } = TAIL.exec(text)?.groups ?? {};
  if (code !== undefined) return asExitCode(code);
  return signal === undefined || signal === '0' ? 0 : null;
}
