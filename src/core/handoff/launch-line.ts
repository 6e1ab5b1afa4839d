/** The line for a terminal that starts an agent with a prompt. */

import type { TerminalProgram } from '../agents/agent.ts';
import { clip } from '../text/foreign-text.ts';

/**
 * A letter first, so that it is never an option, then letters, digits, and characters without a meaning between
 * double quotes: sh, bash, zsh, fish, PowerShell, and cmd read the same argument.
 */
const SAFE = /^[A-Za-z][A-Za-z0-9 ._:/-]*$/;

/** Tests whether a prompt can be part of a terminal's line; the core makes no others. */
export function canLaunchWith(prompt: string): boolean {
  return SAFE.test(prompt);
}

/**
 * Returns the line that starts an agent with a prompt as its only argument, in any shell.
 *
 * @throws RangeError for a prompt that a shell may interpret: it is refused, not quoted
 * @example launchLine({ command: 'agent', options: ['-i'] }, 'Resume workflow wf-001') // agent -i "Resume
 *   workflow wf-001"
 */
export function launchLine({ command, options }: TerminalProgram, prompt: string): string {
  if (!canLaunchWith(prompt))
    throw new RangeError('the prompt contains characters that a shell may interpret');
  return [command, ...options, `"${prompt}"`].join(' ');
}

/** A tab of a terminal shows no more. */
const LONGEST_NAME = 24;

/** Returns the name of the terminal in which a workflow or a session goes on. @param id its id, which has no icons */
export function terminalName(id: string): string {
  return clip(id, LONGEST_NAME);
}

/** What a shell ends a line with whose program it can't run (126) or find: POSIX shells, and the Command Prompt. */
const NOT_FOUND: ReadonlySet<number | undefined> = new Set([126, 127, 9009]);
/** PowerShell has only the code of any failure for it; an agent that starts takes longer than this to fail. */
const AT_ONCE_MS = 2000;

/**
 * Tells from how a line ended that its program never ran.
 *
 * @param exitCode undefined if the shell doesn't tell
 * @param milliseconds how long it took
 */
export function isNotStarted(
  exitCode: number | undefined,
  { isWindows, milliseconds }: { readonly isWindows: boolean; readonly milliseconds: number },
): boolean {
  return NOT_FOUND.has(exitCode) || (isWindows && exitCode === 1 && milliseconds < AT_ONCE_MS);
}
