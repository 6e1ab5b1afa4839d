/** The line that a terminal is given to start an agent with a prompt. */

import type { TerminalProgram } from '../agents/agent.ts';

/**
 * A letter first, so that it is never an option, then letters, digits and marks to which no shell gives a meaning
 * between double quotes: sh, bash, zsh, fish, PowerShell and cmd read the same argument.
 */
const SAFE = /^[A-Za-z][A-Za-z0-9 ._:/-]*$/;

/** Whether a prompt can be written into a terminal's line; the core makes no other. */
export function canLaunchWith(prompt: string): boolean {
  return SAFE.test(prompt);
}

/**
 * Returns the line that starts an agent with a prompt as its one argument, whatever the shell.
 *
 * @throws RangeError for a prompt that a shell may read otherwise: it is refused, not quoted
 * @example launchLine({ command: 'agent', options: ['-i'], … }, 'Resume workflow wf-001') // agent -i "Resume workflow wf-001"
 */
export function launchLine({ command, options }: TerminalProgram, prompt: string): string {
  if (!canLaunchWith(prompt))
    throw new RangeError('the prompt contains characters that a shell may interpret');
  return [command, ...options, `"${prompt}"`].join(' ');
}
