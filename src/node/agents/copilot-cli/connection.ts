/** Connects Copilot CLI: the MCP server in its settings, and hooks in a file of their own, beside those of others. */

import { dirname, join } from 'node:path';

import { OWN_EVENTS } from '../../../core/agents/copilot-cli/hooks.ts';
import { hookCommand, type Programs, sharedHookCommand } from '../../../core/connect/commands.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import type { HookEntry } from '../../settings/hook-entries.ts';
import { COMMON_SERVERS, type ServerFormat } from '../../settings/mcp-entry.ts';
import { HOOK_SECONDS, tablePart } from '../../settings/settings-table.ts';
import { copilotCliFolder } from './folder.ts';

const SERVERS: ServerFormat = {
  ...COMMON_SERVERS,
  fieldsOf: (words) => ({ type: 'local', ...COMMON_SERVERS.fieldsOf(words), tools: ['*'] }),
};

export const copilotCliParts: PartsOf = ({ folder, environment }) => {
  const programs = { ...programsOf(environment), windowsShell: 'powershell' } as const;
  const root = folder === null ? dirname(copilotCliFolder(environment)) : join(folder, '.github');
  const words = folder === null ? ownServer(programs) : sharedServer(programs, null);
  const servers = join(root, folder === null ? 'mcp-config.json' : 'mcp.json');
  return Promise.resolve([
    tablePart({ path: servers, server: { format: SERVERS, words } }),
    tablePart({
      path: join(root, 'hooks', 'ninefold.json'),
      header: { version: 1 },
      hooks: OWN_EVENTS.map((event) => hookOf(programs, event, folder !== null)),
    }),
  ]);
};

function hookOf(programs: Programs, event: string, isShared: boolean): HookEntry {
  const command = (isShared ? sharedHookCommand : hookCommand)(programs, event);
  const shell = programs.isWindows ? 'powershell' : 'bash';
  return { event, command, item: { type: 'command', [shell]: command, timeoutSec: HOOK_SECONDS } };
}
