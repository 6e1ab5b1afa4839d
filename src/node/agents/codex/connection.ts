/** Connects Codex: the MCP server in its config.toml. */

import { join } from 'node:path';

import { launcherPath } from '../../../core/connect/commands.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { codexFolder } from './folder.ts';
import { codexPart } from './settings-part.ts';

export const codexParts: PartsOf = ({ folder, environment }) => {
  const home = folder === null ? codexFolder(environment) : join(folder, '.codex');
  return Promise.resolve([codexPart(join(home, 'config.toml'), launcherPath(programsOf(environment)))]);
};
