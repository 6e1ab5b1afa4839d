/** Connects Qwen Code: the MCP server, hooks, and for the user the status line in its settings.json. */

import { dirname, join } from 'node:path';

import { hooks } from '../../../core/agents/qwen-code/hooks.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { COMMON_SERVERS } from '../../settings/mcp-entry.ts';
import { groupedHooks, HOOK_SECONDS, tablePart } from '../../settings/settings-table.ts';
import { qwenCodeFolder } from './folder.ts';

export const qwenCodeParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const isShared = folder !== null;
  const root = isShared ? join(folder, '.qwen') : dirname(qwenCodeFolder(environment));
  const words = isShared ? sharedServer(programs, '$HOME') : ownServer(programs);
  const part = tablePart({
    path: join(root, 'settings.json'),
    server: { format: COMMON_SERVERS, words },
    hooks: groupedHooks({
      vocabulary: hooks,
      name: 'ninefold',
      programs,
      isShared,
      timeout: HOOK_SECONDS * 1000,
    }),
    // Its path belongs to one machine, and how the Command Prompt reads it isn't known.
    ...(isShared || programs.isWindows ? {} : { statusLine: { at: ['ui', 'statusLine'], programs } }),
  });
  return Promise.resolve([part]);
};
