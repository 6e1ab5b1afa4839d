/** Connects Gemini CLI: the MCP server and hooks in its settings.json. */

import { join } from 'node:path';

import { hooks } from '../../../core/agents/gemini/hooks.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { COMMON_SERVERS } from '../../settings/mcp-entry.ts';
import { groupedHooks, HOOK_SECONDS, tablePart } from '../../settings/settings-table.ts';

export const geminiParts: PartsOf = ({ folder, environment }) => {
  const programs = { ...programsOf(environment), windowsShell: 'powershell' } as const;
  const isShared = folder !== null;
  const part = tablePart({
    path: join(folder ?? environment.home, '.gemini', 'settings.json'),
    server: {
      format: COMMON_SERVERS,
      words: isShared ? sharedServer(programs, '$HOME') : ownServer(programs),
    },
    hooks: groupedHooks({
      vocabulary: hooks,
      name: 'ninefold',
      programs,
      isShared,
      timeout: HOOK_SECONDS * 1000,
    }),
  });
  return Promise.resolve([part]);
};
