/** Connects Cline's command line: the MCP server in its settings, which it has only for the user. */

import { join } from 'node:path';

import { ownServer } from '../../../core/connect/server-command.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { COMMON_SERVERS } from '../../settings/mcp-entry.ts';
import { tablePart } from '../../settings/settings-table.ts';
import { clineDataFolder } from './folders.ts';

export const clineParts: PartsOf = ({ environment }) => {
  const set = environment.env.CLINE_MCP_SETTINGS_PATH ?? '';
  const path = set === '' ? join(clineDataFolder(environment), 'settings', 'cline_mcp_settings.json') : set;
  const words = ownServer(programsOf(environment));
  return Promise.resolve([tablePart({ path, server: { format: COMMON_SERVERS, words } })]);
};
