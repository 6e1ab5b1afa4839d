/** What runs an agent without a terminal: program and arguments, never a line for a shell. */

import { NinefoldError } from '../errors.ts';

/**
 * Commands of known agents; each takes the task on stdin, edits files without asking and leaves commands to its own rules.
 * Claude Code: print mode, https://docs.anthropic.com/claude/docs/claude-code/cli-usage. Codex: `exec`, read-only unless told
 * otherwise, `-` for a prompt on stdin, https://developers.openai.com/codex/noninteractive. Gemini CLI: headless where
 * stdin is no terminal, https://geminicli.com/docs/cli/headless/.
 */
const AGENT_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'claude-code': ['claude', '-p', '--permission-mode', 'acceptEdits'],
  codex: ['codex', 'exec', '--sandbox', 'workspace-write', '--skip-git-repo-check', '-'],
  gemini: ['gemini', '--approval-mode', 'auto_edit'],
};

export interface CommandValues {
  /** The task's text. */
  readonly prompt: string;
  /** Absolute path of the task's file. */
  readonly task: string;
  /** Absolute path of the folder for its output. */
  readonly output: string;
}

export interface AgentCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** What the agent is given on stdin. */
  readonly input: string;
  /** The command as it may be shown: without the task's text. */
  readonly shown: readonly string[];
}

/** Names of the agents that can be run. */
export function agentNames(own: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return [...new Set([...Object.keys(AGENT_COMMANDS), ...Object.keys(own)])];
}

/**
 * The command of an agent.
 *
 * @param own the rule `taskCommands`
 * @throws NinefoldError task-agent-unknown
 */
export function agentCommand(
  agent: string,
  own: Readonly<Record<string, readonly string[]>>,
  values: CommandValues,
): AgentCommand {
  const template = lookUp(own, agent) ?? lookUp(AGENT_COMMANDS, agent);
  const [program, ...args] = template ?? [];
  if (template === undefined || program === undefined || program === '') {
    throw new NinefoldError('task-agent-unknown', { agent, agents: agentNames(own).join(', ') });
  }
  const filled = args.map((arg) =>
    arg.replaceAll(/\{(prompt|task|output)\}/g, (_, name: keyof CommandValues) => values[name]),
  );
  const takesPrompt = args.some((arg) => arg.includes('{prompt}'));
  return { program, args: filled, input: takesPrompt ? '' : values.prompt, shown: template };
}

function lookUp(
  commands: Readonly<Record<string, readonly string[]>>,
  agent: string,
): readonly string[] | undefined {
  return Object.hasOwn(commands, agent) ? commands[agent] : undefined;
}
