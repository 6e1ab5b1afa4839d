/** The agents that Ninefold knows. Adding one takes a folder and a line here. */

import type { Agent, AgentConnection, AgentPanel, TerminalProgram } from './agent.ts';
import { claudeCode } from './claude-code/agent.ts';
import { cline } from './cline/agent.ts';
import { codex } from './codex/agent.ts';
import { copilotChat } from './copilot-chat/agent.ts';
import { copilotCli } from './copilot-cli/agent.ts';
import { cursorAgent } from './cursor-agent/agent.ts';
import { droid } from './droid/agent.ts';
import { gemini } from './gemini/agent.ts';
import { kilo } from './kilo/agent.ts';
import { kiloCode } from './kilo-code/agent.ts';
import { kimiCode } from './kimi-code/agent.ts';
import { openCode } from './opencode/agent.ts';
import { pi } from './pi/agent.ts';
import { qwenCode } from './qwen-code/agent.ts';
import { rooCode } from './roo-code/agent.ts';

/** In display order; of agents with the same format, and in the same shells, the special one comes first. */
export const AGENTS: readonly Agent[] = [
  claudeCode,
  codex,
  gemini,
  copilotCli,
  kilo,
  openCode,
  qwenCode,
  droid,
  pi,
  kimiCode,
  rooCode,
  kiloCode,
  cline,
  copilotChat,
  cursorAgent,
];

export type TerminalAgent = Agent & { readonly terminal: TerminalProgram };
export type PanelAgent = Agent & { readonly panel: AgentPanel };
export type ConnectableAgent = Agent & { readonly connection: AgentConnection };

/** The default if no agent is named. */
export const DEFAULT_AGENT: TerminalAgent = claudeCode;

/** Agents that can be started in a terminal. */
export const TERMINAL_AGENTS = AGENTS.filter((agent): agent is TerminalAgent => agent.terminal !== undefined);

/** Agents with their own panel in VS Code. */
export const PANEL_AGENTS = AGENTS.filter((agent): agent is PanelAgent => agent.panel !== undefined);

/** Agents whose settings `connect` can change. */
export const CONNECTABLE_AGENTS = AGENTS.filter(
  (agent): agent is ConnectableAgent => agent.connection !== undefined,
);

/**
 * Finds an agent.
 *
 * @returns undefined for an unknown id
 */
export function findAgent(id: string | null): Agent | undefined {
  return AGENTS.find((agent) => agent.id === id);
}

/** Returns an agent's name for itself, the id of an unknown one, or an empty text for null. */
export function agentName(id: string | null): string {
  return findAgent(id)?.name ?? id ?? '';
}

/**
 * Lists ids as in a sentence.
 *
 * @example idsInWords(TERMINAL_AGENTS) // 'one, another or a third'
 */
export function idsInWords(agents: readonly Agent[]): string {
  const ids = agents.map(({ id }) => id);
  const last = ids.at(-1) ?? '';
  return ids.length < 2 ? last : `${ids.slice(0, -1).join(', ')} or ${last}`;
}
