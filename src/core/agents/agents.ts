/** The agents that Ninefold knows. Another agent is a folder and a line here. */

import type { HookVocabulary } from '../hooks/hook-vocabulary.ts';
import type { Agent, AgentConnection, AgentPanel, TerminalProgram } from './agent.ts';
import { claudeCode } from './claude-code/agent.ts';
import { cline } from './cline/agent.ts';
import { codex } from './codex/agent.ts';
import { copilotChat } from './copilot-chat/agent.ts';
import { gemini } from './gemini/agent.ts';

/** In the order in which they are offered. */
export const AGENTS: readonly Agent[] = [claudeCode, codex, gemini, cline, copilotChat];

export type TerminalAgent = Agent & { readonly terminal: TerminalProgram };
export type PanelAgent = Agent & { readonly panel: AgentPanel };
export type ConnectableAgent = Agent & { readonly connection: AgentConnection };

/** Who is meant if nobody says which agent. */
export const DEFAULT_AGENT: TerminalAgent & { readonly hooks: HookVocabulary } = claudeCode;

/** Agents that a terminal can start. */
export const TERMINAL_AGENTS = AGENTS.filter((agent): agent is TerminalAgent => agent.terminal !== undefined);

/** Agents with a panel of their own in VS Code. */
export const PANEL_AGENTS = AGENTS.filter((agent): agent is PanelAgent => agent.panel !== undefined);

/** Agents whose settings `connect` can change. */
export const CONNECTABLE_AGENTS = AGENTS.filter(
  (agent): agent is ConnectableAgent => agent.connection !== undefined,
);

/** @returns undefined for an id that no agent has */
export function findAgent(id: string | null): Agent | undefined {
  return AGENTS.find((agent) => agent.id === id);
}

/** Returns what an agent calls itself, the id of one that isn't known, and an empty text for null. */
export function agentName(id: string | null): string {
  return findAgent(id)?.name ?? id ?? '';
}

/**
 * Lists ids as a sentence does.
 *
 * @example idsInWords(TERMINAL_AGENTS) // 'one, another or a third'
 */
export function idsInWords(agents: readonly Agent[]): string {
  const ids = agents.map(({ id }) => id);
  const last = ids.at(-1) ?? '';
  return ids.length < 2 ? last : `${ids.slice(0, -1).join(', ')} or ${last}`;
}
