/** Connects Codex: the MCP server in its config.toml, and hooks in its hooks.json. */

import { join } from 'node:path';

import { codex } from '../../../core/agents/codex/agent.ts';
import { hooks } from '../../../core/agents/codex/hooks.ts';
import { launcherPath } from '../../../core/connect/commands.ts';
import { asFields } from '../../../core/json-fields.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';
import { groupedHooks, HOOK_SECONDS, tablePart } from '../../settings/settings-table.ts';
import { basicString, tomlPart } from '../../settings/toml-block.ts';
import { codexFolder } from './folder.ts';

const SERVERS = 'mcp_servers';
const SERVER = `${SERVERS}.ninefold`;

export const codexParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const isShared = folder !== null;
  const home = isShared ? join(folder, '.codex') : codexFolder(environment);
  return Promise.resolve([
    serverPart(join(home, 'config.toml'), launcherPath(programs)),
    tablePart({
      path: join(home, 'hooks.json'),
      hooks: groupedHooks({ vocabulary: hooks, programs, isShared, timeout: HOOK_SECONDS }),
    }),
  ]);
};

function serverPart(path: string, command: string): SettingsPart {
  return tomlPart({
    path,
    agent: codex.id,
    lines: [`[${SERVER}]`, `command = ${basicString(command)}`, 'args = ["mcp"]'],
    commands: [command],
    commandsIn(settings) {
      const server = asFields(settings[SERVERS])?.ninefold;
      return server === undefined ? [] : [asFields(server)?.command];
    },
    key: SERVERS,
    entry: SERVER,
  });
}
