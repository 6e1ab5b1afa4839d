/** The MCP server in an agent's JSON settings, `mcpServers`. */

import { isOurs } from '../../core/connect/commands.ts';
import { asFields } from '../../core/json-fields.ts';
import { JsonSettings } from './json-settings.ts';
import type { SettingsPart } from './settings-part.ts';

const SERVERS = ['mcpServers'];
const SERVER = [...SERVERS, 'ninefold'];

/**
 * Makes the part for the MCP server.
 *
 * @param command the launcher, in the agent's syntax
 */
export function mcpPart(path: string, command: string): SettingsPart {
  return {
    path,
    merge(edited) {
      const settings = new JsonSettings(path, edited);
      const servers = settings.get(SERVERS);
      if (servers !== undefined && asFields(servers) === null)
        settings.refuse(SERVERS, '"mcpServers" isn\'t an object');
      const server = settings.get(SERVER);
      const before = asFields(server)?.command;
      if (server !== undefined && !isOurs(before)) {
        settings.refuse(SERVER, 'another server named "ninefold" exists');
      }
      // A person's additions, such as a time limit, stay.
      if (before === undefined) settings.set(SERVER, { command, args: ['mcp'] });
      else settings.set([...SERVER, 'command'], command);
    },
    takeOut(edited) {
      const settings = new JsonSettings(path, edited);
      if (isOurs(asFields(settings.get(SERVER))?.command)) settings.remove(SERVER);
    },
    isBare: isBareJson,
  };
}

/** Tests whether a JSON text is just an empty object. */
export function isBareJson(text: string): boolean {
  return /^\uFEFF?\s*(?:\{\s*\}\s*)?$/.test(text);
}
