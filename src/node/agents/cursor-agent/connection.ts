/** Connects Cursor: the MCP server in the mcp.json that the editor and its command line read. */

import { join } from 'node:path';

import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { COMMON_SERVERS } from '../../settings/mcp-entry.ts';
import { tablePart } from '../../settings/settings-table.ts';

/** It starts a server in no particular folder, and substitutes this. https://cursor.com/docs/mcp */
const IN_FOLDER = ['--cwd', '${workspaceFolder}'];

export const cursorAgentParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const path = join(folder ?? environment.home, '.cursor', 'mcp.json');
  const [program, ...words] = folder === null ? ownServer(programs) : sharedServer(programs, '${userHome}');
  return Promise.resolve([
    tablePart({ path, server: { format: COMMON_SERVERS, words: [program, ...words, ...IN_FOLDER] } }),
  ]);
};
