/** Connects Kimi Code: the MCP server in its mcp.json, and hooks in its config.toml, which it has only for the user. */

import { join } from 'node:path';

import { kimiCode } from '../../../core/agents/kimi-code/agent.ts';
import { hooks } from '../../../core/agents/kimi-code/hooks.ts';
import { hookCommand, isOurs, type Programs } from '../../../core/connect/commands.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { asFields, asList } from '../../../core/json-fields.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { COMMON_SERVERS } from '../../settings/mcp-entry.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';
import { HOOK_SECONDS, tablePart } from '../../settings/settings-table.ts';
import { basicString, tomlPart } from '../../settings/toml-block.ts';
import { kimiCodeFolder } from './folder.ts';

const HOOKS = 'hooks';

export const kimiCodeParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const root = folder === null ? kimiCodeFolder(environment) : join(folder, '.kimi-code');
  const words = folder === null ? ownServer(programs) : sharedServer(programs, null);
  return Promise.resolve([
    tablePart({ path: join(root, 'mcp.json'), server: { format: COMMON_SERVERS, words } }),
    ...(folder === null ? [hooksPart(join(root, 'config.toml'), programs)] : []),
  ]);
};

function hooksPart(path: string, programs: Programs): SettingsPart {
  const events = Object.keys(hooks.events);
  return tomlPart({
    path,
    agent: kimiCode.id,
    lines: events.flatMap((event) => [
      `[[${HOOKS}]]`,
      `event = ${basicString(event)}`,
      `command = ${basicString(hookCommand(programs, event))}`,
      `timeout = ${String(HOOK_SECONDS)}`,
    ]),
    commands: events.map((event) => hookCommand(programs, event)),
    commandsIn: (settings) =>
      asList(settings[HOOKS])
        .map((hook) => asFields(hook)?.command)
        .filter(isOurs),
    key: HOOKS,
    entry: `[[${HOOKS}]]`,
  });
}
