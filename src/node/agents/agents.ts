/**
 * The agents whose transcripts can be read. Adding one takes one more entry. What reads an agent's sessions is loaded
 * once its store exists, or it is named, so an agent that a person doesn't use costs nothing.
 */

import { join } from 'node:path';

import { parseQwenCodeStatusLine } from '../../core/agents/qwen-code/status-line.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import { statFiles } from '../files/stat-files.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { ProgramEnvironment } from '../machine/programs.ts';
import type { AgentEntry, MeteredAgent } from './agent.ts';
import { configFolders } from './claude-code/folders.ts';
import { type CommandShell, findCommandShell } from './claude-code/windows-shell.ts';
import { claudeCodeAgent } from './claude-code/sessions.ts';
import { clineFolders } from './cline/folders.ts';
import { codexFolder } from './codex/folder.ts';
import { copilotCliFolder } from './copilot-cli/folder.ts';
import { droidFolder } from './droid/folder.ts';
import { editorUserFolders } from './editor-folders.ts';
import { geminiFolder } from './gemini/folder.ts';
import { kiloCodeFolders } from './kilo-code/folders.ts';
import { kimiCodeFolder } from './kimi-code/folder.ts';
import { openCodeFolder } from './opencode/folder.ts';
import { piFolder } from './pi/folder.ts';
import { qwenCodeFolder } from './qwen-code/folder.ts';
import { rooCodeFolders } from './roo-code/folders.ts';

/** In display order; a descriptor in the core would bring those of all agents along. The default agent is loaded at once. */
export const AGENT_ENTRIES: readonly AgentEntry[] = [
  { id: 'claude-code', stores: configFolders, load: () => Promise.resolve(claudeCodeAgent) },
  {
    id: 'codex',
    stores: (environment) => [codexFolder(environment)],
    load: async () => (await import('./codex/sessions.ts')).codexAgent,
  },
  {
    id: 'gemini',
    stores: (environment) => [geminiFolder(environment)],
    load: async () => (await import('./gemini/sessions.ts')).geminiAgent,
  },
  {
    id: 'copilot-cli',
    stores: (environment) => [copilotCliFolder(environment)],
    load: async () => (await import('./copilot-cli/sessions.ts')).copilotCliAgent,
  },
  {
    id: 'kilo',
    stores: (environment) => [openCodeFolder(environment, 'kilo')],
    load: async () => (await import('./kilo/sessions.ts')).kiloAgent,
  },
  {
    id: 'opencode',
    stores: (environment) => [openCodeFolder(environment)],
    load: async () => (await import('./opencode/sessions.ts')).openCodeAgent,
  },
  {
    id: 'qwen-code',
    stores: (environment) => [qwenCodeFolder(environment)],
    load: async () => (await import('./qwen-code/sessions.ts')).qwenCodeAgent,
  },
  {
    id: 'droid',
    stores: (environment) => [droidFolder(environment)],
    load: async () => (await import('./droid/sessions.ts')).droidAgent,
  },
  {
    id: 'pi',
    stores: (environment) => [piFolder(environment)],
    load: async () => (await import('./pi/sessions.ts')).piAgent,
  },
  {
    id: 'kimi-code',
    stores: (environment) => [kimiCodeFolder(environment)],
    load: async () => (await import('./kimi-code/sessions.ts')).kimiCodeAgent,
  },
  {
    id: 'roo-code',
    stores: rooCodeFolders,
    load: async () => (await import('./roo-code/sessions.ts')).rooCodeAgent,
  },
  {
    id: 'kilo-code',
    stores: kiloCodeFolders,
    load: async () => (await import('./kilo-code/sessions.ts')).kiloCodeAgent,
  },
  { id: 'cline', stores: clineFolders, load: async () => (await import('./cline/sessions.ts')).clineAgent },
  {
    id: 'copilot',
    stores: (environment) => editorUserFolders(environment).map((user) => join(user, 'workspaceStorage')),
    load: async () => (await import('./copilot-chat/sessions.ts')).copilotChatAgent,
  },
];

/** How to read the status lines of agents, the most special first: the last takes any that names a session. */
const STATUS_LINES: readonly MeteredAgent['parseStatusLine'][] = [
  parseQwenCodeStatusLine,
  claudeCodeAgent.parseStatusLine,
];

export const METERED_IDS: readonly string[] = AGENT_ENTRIES.map(({ id }) => id);

/** Loads the agents that were used on this machine. Repeat it before each search: another may have been by then. */
export async function agentsHere(environment: MeterEnvironment): Promise<readonly MeteredAgent[]> {
  const here = await Promise.all(
    AGENT_ENTRIES.map(async (entry) => {
      const stores = await statFiles(entry.stores(environment));
      const isThere = stores.some((store) => store !== undefined && !(store instanceof Error));
      return isThere ? [await entry.load()] : [];
    }),
  );
  return here.flat();
}

/** Loads every agent, such as for recognizing a file of any place and name. */
export function everyAgent(): Promise<readonly MeteredAgent[]> {
  return Promise.all(AGENT_ENTRIES.map((entry) => entry.load()));
}

/** Loads an agent by name; null for an unknown one. */
export async function findMeteredAgent(name: string): Promise<MeteredAgent | null> {
  return (await AGENT_ENTRIES.find(({ id }) => id === name)?.load()) ?? null;
}

/**
 * Loads an agent by name.
 *
 * @throws NinefoldError `agent-unknown`
 */
export async function meteredAgent(name: string): Promise<MeteredAgent> {
  const agent = await findMeteredAgent(name);
  if (agent !== null) return agent;
  throw new NinefoldError('agent-unknown', { agent: name, agents: METERED_IDS.join(', ') });
}

/**
 * Finds the shell that runs a person's status line command, where that isn't the system's own.
 *
 * @param closed folders in which no program is searched for
 */
export function findStatusLineShell(
  environment: ProgramEnvironment,
  closed: readonly string[],
): Promise<CommandShell | undefined> {
  return findCommandShell(environment, closed);
}

/**
 * Parses any agent's status line input; null if it isn't any agent's.
 *
 * @param at when it arrived (ISO 8601)
 */
export function parseStatusLine(text: string, at: string): StatusLine | null {
  for (const parse of STATUS_LINES) {
    const read = parse?.(text, at) ?? null;
    if (read !== null) return read;
  }
  return null;
}

/** Lists the user's folders of definitions, for every agent that was used here. */
export async function definitionFolders(environment: MeterEnvironment): Promise<readonly string[]> {
  const agents = await agentsHere(environment);
  return agents.flatMap((agent) => agent.definitionFolders?.(environment) ?? []);
}
