/** Connects Gemini CLI: the MCP server in its settings.json. */

import { join } from 'node:path';

import { launcherPath } from '../../../core/connect/commands.ts';
import { type PartsOf, programsOf, sharedLauncher } from '../../settings/connection-place.ts';
import { mcpPart } from '../../settings/mcp-entry.ts';

export const geminiParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const path = join(folder ?? environment.home, '.gemini', 'settings.json');
  const launcher = folder === null ? launcherPath(programs) : sharedLauncher(programs, '$HOME');
  return Promise.resolve([mcpPart(path, launcher)]);
};
