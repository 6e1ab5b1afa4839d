/** Connects Codex: the MCP server in its config.toml, and hooks in its hooks.json. */

import { join } from 'node:path';

import { hooks } from '../../../core/agents/codex/hooks.ts';
import { hookCommand, launcherPath, sharedHookCommand } from '../../../core/connect/commands.ts';
import { type PartsOf, programsOf } from '../../settings/connection-place.ts';
import { addHooks, removeHooks } from '../../settings/hook-entries.ts';
import { jsonPart } from '../../settings/mcp-entry.ts';
import { codexFolder } from './folder.ts';
import { codexPart } from './settings-part.ts';

/** Seconds. Every hook ends well within it; afterwards, the agent continues without it. */
const HOOK_SECONDS = 10;

export const codexParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const home = folder === null ? codexFolder(environment) : join(folder, '.codex');
  const command = folder === null ? hookCommand : sharedHookCommand;
  const entries = Object.keys(hooks.events).map((event) => ({
    event,
    command: command(programs, event),
    timeout: HOOK_SECONDS,
  }));
  return Promise.resolve([
    codexPart(join(home, 'config.toml'), launcherPath(programs)),
    jsonPart(join(home, 'hooks.json'), (settings) => addHooks(settings, entries), removeHooks),
  ]);
};
