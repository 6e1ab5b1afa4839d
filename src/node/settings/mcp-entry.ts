/** The MCP server in an agent's JSON settings. */

import { isOurServer, type Words } from '../../core/connect/server-command.ts';
import { asFields, asList, type Fields } from '../../core/json-fields.ts';
import type { JsonSettings } from './json-settings.ts';

/** How an agent's settings hold servers. */
export interface ServerFormat {
  /** Key of the object with the servers. */
  readonly key: string;
  /** Makes the fields of a server; `command` and, if it isn't in there, `args` have its words. */
  readonly fieldsOf: (words: Words) => Fields;
}

/** The format that most agents share. */
export const COMMON_SERVERS: ServerFormat = {
  key: 'mcpServers',
  fieldsOf: ([command, ...args]) => ({ command, args }),
};

/** Fields that a later version of Ninefold may write differently; all others may be a person's. */
const OWN_FIELDS = ['command', 'args'];

/**
 * Adds the server, or updates how it starts.
 *
 * @param now the file as it is, whose server may have fields that someone added
 */
export function addServer(
  settings: JsonSettings,
  { key, fieldsOf }: ServerFormat,
  words: Words,
  now: JsonSettings = settings,
): void {
  const servers = settings.get([key]);
  if (servers !== undefined && asFields(servers) === null) settings.refuse([key], `"${key}" isn't an object`);
  const path = [key, 'ninefold'];
  const server = settings.get(path);
  if (server !== undefined && !isOurServer(wordsIn(server))) {
    settings.refuse(path, 'another server named "ninefold" exists');
  }
  const fields = fieldsOf(words);
  if (server === undefined) settings.set(path, { ...fields, ...addedFields(now.get(path)) });
  else {
    for (const field of OWN_FIELDS) {
      if (fields[field] !== undefined) settings.set([...path, field], fields[field]);
    }
  }
}

function addedFields(server: unknown): Fields {
  if (!isOurServer(wordsIn(server))) return {};
  return Object.fromEntries(
    Object.entries(asFields(server) ?? {}).filter(([field]) => !OWN_FIELDS.includes(field)),
  );
}

/** Removes the server. */
export function removeServer(settings: JsonSettings, { key }: ServerFormat): void {
  const path = [key, 'ninefold'];
  if (isOurServer(wordsIn(settings.get(path)))) settings.remove(path);
}

function wordsIn(server: unknown): readonly unknown[] {
  const { command, args } = asFields(server) ?? {};
  return [...(Array.isArray(command) ? asList(command) : [command]), ...asList(args)];
}
