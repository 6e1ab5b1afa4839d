/** The agents that can be connected, and which of their files a connection changes. */

import { join } from 'node:path';

import { isOurs, launcherPath, type Programs } from '../../core/connect/commands.ts';
import { NinefoldError } from '../../core/errors.ts';
import { asFields, type Fields } from '../../core/json-fields.ts';
import { configFolders } from '../agents/claude-code/folders.ts';
import { codexFolder } from '../agents/codex/folder.ts';
import type { MeterEnvironment } from '../meter/environment.ts';
import { userFolder } from '../user-folder.ts';
import { claudeCodePart } from '../agents/claude-code/settings-part.ts';
import { codexPart } from '../agents/codex/settings-part.ts';
import { EditedText } from './edited-text.ts';
import { JsonSettings } from './json-settings.ts';
import { mcpPart } from './mcp-entry.ts';
import { readSettingsFile } from './settings-file.ts';
import type { SettingsPart } from './settings-part.ts';
import { skillPart } from './skill-part.ts';

export const CONNECTABLE_AGENTS = ['claude-code', 'codex', 'gemini'] as const;
export type ConnectableAgent = (typeof CONNECTABLE_AGENTS)[number];

/** What is connected, and where. */
export interface ConnectionPlace {
  readonly agent: ConnectableAgent;
  /** Absolute; null connects every folder of the user. */
  readonly folder: string | null;
  readonly environment: MeterEnvironment;
}

export interface ConnectionOptions {
  readonly withSkill: boolean;
  readonly isTokenEfficient: boolean;
}

/** Everything that a connection may have written: what a disconnection looks through. */
export const EVERYTHING: ConnectionOptions = { withSkill: true, isTokenEfficient: true };

/** @throws NinefoldError agent-not-connectable */
export function connectableAgent(name: string): ConnectableAgent {
  const agent = CONNECTABLE_AGENTS.find((one) => one === name);
  if (agent !== undefined) return agent;
  throw new NinefoldError('agent-not-connectable', { agent: name, agents: CONNECTABLE_AGENTS.join(', ') });
}

export function programsOf({ home, platform }: MeterEnvironment): Programs {
  const isWindows = platform === 'win32';
  const folder = join(userFolder(home), 'bin');
  return { folder: isWindows ? folder.replaceAll('\\', '/') : folder, isWindows };
}

/** @throws NinefoldError settings-invalid where a status line that would be hidden can't be read */
export async function partsOf(
  place: ConnectionPlace,
  options: ConnectionOptions,
): Promise<readonly SettingsPart[]> {
  const { agent, folder, environment } = place;
  const programs = programsOf(environment);
  const launcher = launcherPath(programs);
  if (agent === 'codex') {
    const home = folder === null ? codexFolder(environment) : join(folder, '.codex');
    return [codexPart(join(home, 'config.toml'), launcher)];
  }
  if (agent === 'gemini') {
    const path = join(folder ?? environment.home, '.gemini', 'settings.json');
    return [mcpPart(path, folder === null ? launcher : sharedPath(programs, '$HOME'))];
  }
  return claudeCodeParts(place, options, programs);
}

async function claudeCodeParts(
  { folder, environment }: ConnectionPlace,
  { withSkill, isTokenEfficient }: ConnectionOptions,
  programs: Programs,
): Promise<readonly SettingsPart[]> {
  const user = configFolders(environment)[0] ?? join(environment.home, '.claude');
  const root = folder === null ? user : join(folder, '.claude');
  // Hooks and status line name a path of this machine, so the project's own file for one person takes them.
  const settings = join(root, folder === null ? 'settings.json' : 'settings.local.json');
  const above = folder === null ? [] : [join(root, 'settings.json'), join(user, 'settings.json')];
  const inherited = await inheritedLine(above);
  const servers =
    folder === null
      ? mcpPart(userServers(environment, user), launcherPath(programs))
      : mcpPart(join(folder, '.mcp.json'), sharedPath(programs, '${HOME}'));
  return [
    claudeCodePart(settings, { programs, inherited, isTokenEfficient }),
    servers,
    ...(withSkill ? [skillPart(join(root, 'skills', 'ninefold', 'SKILL.md'))] : []),
  ];
}

/** Claude Code keeps the servers of every folder beside its configuration folder, or in one that was set. */
function userServers({ env, home, claudeConfigDir }: MeterEnvironment, config: string): string {
  const isSet = (claudeConfigDir ?? env.CLAUDE_CONFIG_DIR ?? '') !== '';
  return join(isSet ? config : home, '.claude.json');
}

/** The file may be in git: another's home folder is elsewhere. Both agents put in the variable, each in its words. */
function sharedPath(programs: Programs, home: string): string {
  const path = launcherPath(programs);
  return programs.isWindows ? path : `${home}/.ninefold/bin/ninefold`;
}

/** The status line of the first file that has one; null for none, undefined where that one is connected already. */
async function inheritedLine(paths: readonly string[]): Promise<Fields | null | undefined> {
  for (const path of paths) {
    const { text } = await readSettingsFile(path, null).catch((error: unknown) => {
      // Another file's permissions don't matter: it is only read.
      if (NinefoldError.is(error, 'settings-read-only')) return { text: undefined };
      throw error;
    });
    if (text === undefined) continue;
    const line = asFields(new JsonSettings(path, new EditedText(text)).get(['statusLine']));
    if (typeof line?.command === 'string') return isOurs(line.command) ? undefined : line;
  }
  return null;
}
