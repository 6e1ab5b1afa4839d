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
  return jsonPart(path, (settings) => addServer(settings, command), removeServer);
}

/** Makes the part for a JSON file with entries of several kinds. */
export function jsonPart(
  path: string,
  add: (settings: JsonSettings) => void,
  remove: (settings: JsonSettings) => void,
): SettingsPart {
  return {
    path,
    merge: (edited) => add(new JsonSettings(path, edited)),
    takeOut: (edited) => remove(new JsonSettings(path, edited)),
    isBare: isBareJson,
  };
}

export function addServer(settings: JsonSettings, command: string): void {
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
}

export function removeServer(settings: JsonSettings): void {
  if (isOurs(asFields(settings.get(SERVER))?.command)) settings.remove(SERVER);
}

/** Tests whether a JSON text is just an empty object. */
function isBareJson(text: string): boolean {
  return /^\uFEFF?\s*(?:\{\s*\}\s*)?$/.test(text);
}
