/** Connects Kilo CLI: the MCP server in its settings, of the format from which it descends. */

import { join } from 'node:path';

import { kilo } from '../../../core/agents/kilo/agent.ts';
import type { PartsOf } from '../../settings/connection-place.ts';
import { openCodePart } from '../opencode/connection.ts';
import { openCodeConfig } from '../opencode/folder.ts';

const NAME = kilo.id;

export const kiloParts: PartsOf = async (place) => {
  const { folder, environment } = place;
  const folders = folder === null ? [openCodeConfig(environment, NAME)] : [folder, join(folder, `.${NAME}`)];
  return [await openCodePart(place, NAME, folders)];
};
