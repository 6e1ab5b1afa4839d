import type { Terminal } from 'vscode';
import { window } from 'vscode';

import { findAgent } from '../../core/agents/agents.ts';

/**
 * Returns the newest terminal of this window that runs an agent, by its name: Ninefold's own begin with the agent's,
 * and VS Code names others after their program.
 */
export function terminalOf(agentId: string): Terminal | undefined {
  const agent = findAgent(agentId);
  const command = agent?.terminal?.command;
  if (agent === undefined) return undefined;
  return window.terminals.findLast(
    ({ name, exitStatus }) => exitStatus === undefined && (name === command || name.startsWith(agent.name)),
  );
}
