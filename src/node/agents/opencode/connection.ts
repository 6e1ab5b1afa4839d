/** Connects OpenCode: the MCP server in its settings. */

import { join } from 'node:path';

import { openCode } from '../../../core/agents/opencode/agent.ts';
import { ownServer, sharedServer } from '../../../core/connect/server-command.ts';
import { isFile } from '../../files/optional-file.ts';
import { type ConnectionPlace, type PartsOf, programsOf } from '../../settings/connection-place.ts';
import type { ServerFormat } from '../../settings/mcp-entry.ts';
import type { SettingsPart } from '../../settings/settings-part.ts';
import { tablePart } from '../../settings/settings-table.ts';
import { openCodeConfig } from './folder.ts';

const SERVERS: ServerFormat = {
  key: 'mcp',
  fieldsOf: (words) => ({ type: 'local', command: words, enabled: true }),
};
const NAME = openCode.id;

export const openCodeParts: PartsOf = async (place) => {
  const { folder, environment } = place;
  return [await openCodePart(place, NAME, [folder ?? openCodeConfig(environment, NAME)])];
};

/**
 * Makes the part for the first settings file that exists, or else for a new one.
 *
 * @param name of the agent's files
 * @param folders where they may be; a new one is made in the last
 */
export async function openCodePart(
  { folder, environment }: ConnectionPlace,
  name: string,
  folders: readonly string[],
): Promise<SettingsPart> {
  const programs = programsOf(environment);
  const words = folder === null ? ownServer(programs) : sharedServer(programs, '{env:HOME}');
  const paths = folders.flatMap((root) => [join(root, `${name}.json`), join(root, `${name}.jsonc`)]);
  const found = await Promise.all(paths.map(isFile));
  const path = paths.find((_, index) => found[index]) ?? paths.at(-2) ?? '';
  return tablePart({ path, server: { format: SERVERS, words } });
}
