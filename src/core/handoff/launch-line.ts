/** How an agent is started with a prompt, as the line that a terminal is given. */

export const TERMINAL_AGENTS = ['claude-code', 'codex', 'gemini'] as const;
export type TerminalAgent = (typeof TERMINAL_AGENTS)[number];

interface AgentProgram {
  /** As the agent calls itself. */
  readonly name: string;
  /** The command, as it is called in every shell. */
  readonly command: string;
  /** What stands between the command and the prompt. */
  readonly options: readonly string[];
  /** Its folder in the home folder: there where the agent was used. */
  readonly folder: string;
}

/** Fixed texts only: nothing of a workflow gets into a line but the prompt. */
export const AGENT_PROGRAMS: Readonly<Record<TerminalAgent, AgentProgram>> = {
  'claude-code': { name: 'Claude Code', command: 'claude', options: [], folder: '.claude' },
  codex: { name: 'Codex', command: 'codex', options: [], folder: '.codex' },
  // Without `-i` Gemini answers once and ends.
  gemini: { name: 'Gemini', command: 'gemini', options: ['-i'], folder: '.gemini' },
};

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
 * The line that starts an agent with a prompt as its one argument, whatever the shell.
 *
 * @throws RangeError for a prompt that a shell may read otherwise: it is refused, not quoted
 * @example launchLine('gemini', 'Resume workflow wf-001 from Phase 2') // gemini -i "Resume workflow …"
 */
export function launchLine(agent: TerminalAgent, prompt: string): string {
  if (!canLaunchWith(prompt)) throw new RangeError('the prompt has characters that a shell may read');
  const { command, options } = AGENT_PROGRAMS[agent];
  return [command, ...options, `"${prompt}"`].join(' ');
}
