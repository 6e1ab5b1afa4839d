/** The line for a terminal that starts an agent with a prompt. */

import type { TerminalProgram } from '../agents/agent.ts';

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
 * @example launchLine({ command: 'agent', options: ['-i'], … }, 'Resume workflow wf-001') // agent -i "Resume
 *   workflow wf-001"
 */
export function launchLine({ command, options }: TerminalProgram, prompt: string): string {
  if (!canLaunchWith(prompt))
    throw new RangeError('the prompt contains characters that a shell may interpret');
  return [command, ...options, `"${prompt}"`].join(' ');
}
