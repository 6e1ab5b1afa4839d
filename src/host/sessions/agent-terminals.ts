import type { Terminal } from 'vscode';
import { window } from 'vscode';

import { findAgent } from '../../core/agents/agents.ts';
import { terminalName } from '../../core/handoff/launch-line.ts';

/**
 * Returns the newest terminal of this window that seems to run an agent: one that Ninefold opened for the workflow, or
 * one that has the name of the agent or its program.
 *
 * @param workflow id of the active one
 */
export function terminalOf(agentId: string, workflow: string | undefined): Terminal | undefined {
  const agent = findAgent(agentId);
  if (agent === undefined) return undefined;
  const own = workflow === undefined ? undefined : terminalName(workflow);
  const names = [own, agent.name, agent.terminal?.command];
  return window.terminals.findLast(
    ({ name, exitStatus }) => exitStatus === undefined && names.includes(name),
  );
}
