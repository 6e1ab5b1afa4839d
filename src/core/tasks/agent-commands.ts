/** Commands that run an agent without a terminal: program and arguments, never a shell line. */

import { AGENTS } from '../agents/agents.ts';
import { NinefoldError } from '../errors.ts';
import { shownValue } from '../rules/shown-value.ts';
import type { RestrictedRule } from '../rules/restricted-rule.ts';

/** Commands of the agents that can be run, by id. */
const AGENT_COMMANDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  AGENTS.flatMap(({ id, taskCommand }) => (taskCommand === undefined ? [] : [[id, taskCommand]])),
);

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
  /** The agent's stdin. */
  readonly input: string;
  /** The command for display, without the task's text. */
  readonly shown: readonly string[];
}

/** Returns program and arguments of an agent that Ninefold knows; undefined for any other name. */
export function knownCommand(agent: string): readonly string[] | undefined {
  return lookUp(AGENT_COMMANDS, agent);
}

/** Lists the agents that can be run. */
export function agentNames(own: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return [...new Set([...Object.keys(AGENT_COMMANDS), ...Object.keys(own)])];
}

/**
 * Refuses an agent whose command awaits acceptance, even if it replaces a known one: never runs a program other than
 * the requested one.
 *
 * @throws NinefoldError task-command-waiting
 */
export function refuseWaiting(agent: string, waiting: readonly RestrictedRule[]): void {
  const rule = waiting.find(({ path: [group, name] }) => group === 'taskCommands' && name === agent);
  if (rule === undefined) return;
  throw new NinefoldError('task-command-waiting', { agent, command: shownValue(rule.says) });
}

/**
 * Makes the command of an agent.
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
