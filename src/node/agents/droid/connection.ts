/**
 * Connects Droid: the MCP server in its mcp.json, and hooks. Those of its settings.json are used only where there is no
 * hooks.json.
 */

import { dirname, join } from 'node:path';

import { hooks } from '../../../core/agents/droid/hooks.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { isFile } from '../../files/optional-file.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { COMMON_SERVERS, type ServerFormat } from '../../settings/mcp-entry.ts';
import { groupedHooks, HOOK_SECONDS, tablePart } from '../../settings/settings-table.ts';
import { droidFolder } from './folder.ts';

const SERVERS: ServerFormat = {
  ...COMMON_SERVERS,
  fieldsOf: (words) => ({ type: 'stdio', ...COMMON_SERVERS.fieldsOf(words) }),
};

export const droidParts: PartsOf = async ({ folder, environment }) => {
  const programs = programsOf(environment);
  const isShared = folder !== null;
  const root = isShared ? join(folder, '.factory') : dirname(droidFolder(environment));
  const words = isShared ? sharedServer(programs, null) : ownServer(programs);
  const own = join(root, 'hooks.json');
  const hasOwn = await isFile(own);
  const entries = groupedHooks({
    vocabulary: hooks,
    programs,
    isShared,
    timeout: HOOK_SECONDS,
  });
  return [
    tablePart({ path: join(root, 'mcp.json'), server: { format: SERVERS, words } }),
    // Without hooks, a part only takes out those that it finds.
    tablePart({ path: join(root, 'settings.json'), hooks: hasOwn ? [] : entries }),
    ...(hasOwn ? [tablePart({ path: own, hooks: entries, hooksAt: [] })] : []),
  ];
};
