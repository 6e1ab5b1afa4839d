/** Connects Claude Code: hooks, status line, the MCP server, and on request the skill. */

import { join } from 'node:path';

import { isOurs, type Programs } from '../../../core/connect/commands.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { NinefoldError } from '../../../core/errors.ts';
import { asFields, type Fields } from '../../../core/json-fields.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { EditedText } from '../../settings/edited-text.ts';
import { JsonSettings } from '../../settings/json-settings.ts';
import { COMMON_SERVERS } from '../../settings/mcp-entry.ts';
import { readSettingsFile } from '../../settings/settings-file.ts';
import { tablePart } from '../../settings/settings-table.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import { closedFolders } from '../../machine/programs.ts';
import { configFolders } from './folders.ts';
import { findGitBash } from './windows-shell.ts';
import { claudeCodePart } from './settings-part.ts';
import { skillPart } from './skill-part.ts';

export const claudeCodeParts: PartsOf = async (
  { folder, environment },
  { withSkill, isTokenEfficient, allowsReading },
) => {
  const programs = await claudePrograms(environment, folder);
  const user = configFolders(environment)[0] ?? join(environment.home, '.claude');
  const root = folder === null ? user : join(folder, '.claude');
  // Hooks and status line contain a path of this machine, so they go to the project's file for one person.
  const settings = join(root, folder === null ? 'settings.json' : 'settings.local.json');
  const above = folder === null ? [] : [join(root, 'settings.json'), join(user, 'settings.json')];
  const inherited = await inheritedLine(above);
  const servers = folder === null ? userServers(environment, user) : join(folder, '.mcp.json');
  const words = folder === null ? ownServer(programs) : sharedServer(programs, '${HOME}');
  return [
    claudeCodePart(settings, { programs, inherited, isTokenEfficient, allowsReading }),
    tablePart({ path: servers, server: { format: COMMON_SERVERS, words } }),
    ...(withSkill ? [skillPart(join(root, 'skills', 'ninefold', 'SKILL.md'))] : []),
  ];
};

/** On Windows, Claude Code runs hooks and status line in PowerShell if Git's bash isn't installed. */
async function claudePrograms(environment: MeterEnvironment, folder: string | null): Promise<Programs> {
  const closed = folder === null ? [] : closedFolders([folder], environment.home);
  const bash = await findGitBash(environment, closed);
  return { ...programsOf(environment), windowsShell: bash === undefined ? 'powershell' : 'bash' };
}

/** The servers for all folders are stored next to the configuration folder, or in a configured one. */
function userServers({ env, home, claudeConfigDir }: MeterEnvironment, config: string): string {
  const isSet = (claudeConfigDir ?? env.CLAUDE_CONFIG_DIR ?? '') !== '';
  return join(isSet ? config : home, '.claude.json');
}

/** The status line of the first file that has one; null for none, undefined if that one is already connected. */
async function inheritedLine(paths: readonly string[]): Promise<Fields | null | undefined> {
  for (const path of paths) {
    const { text } = await readSettingsFile(path, null).catch((error: unknown) => {
      // The other file is only read, so its permissions don't matter.
      if (NinefoldError.is(error, 'settings-read-only')) return { text: undefined };
      throw error;
    });
    if (text === undefined) continue;
    const line = asFields(new JsonSettings(path, new EditedText(text)).get(['statusLine']));
    if (typeof line?.command === 'string') return isOurs(line.command) ? undefined : line;
  }
  return null;
}
