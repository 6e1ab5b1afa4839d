/** Connects Gemini CLI: the MCP server and hooks in its settings.json. */

import { join } from 'node:path';

import { hooks } from '../../../core/agents/gemini/hooks.ts';
import {
  hookCommand,
  launcherPath,
  type Programs,
  sharedHookCommand,
} from '../../../core/connect/commands.ts';
import { type PartsOf, programsOf, sharedLauncher } from '../../settings/connection-place.ts';
import { addHooks, type HookEntry, removeHooks } from '../../settings/hook-entries.ts';
import { addServer, jsonPart, removeServer } from '../../settings/mcp-entry.ts';

/** Milliseconds. Every hook ends well within it; afterwards, the agent continues without it. */
const HOOK_MS = 10_000;

export const geminiParts: PartsOf = ({ folder, environment }) => {
  const programs = programsOf(environment);
  const path = join(folder ?? environment.home, '.gemini', 'settings.json');
  const launcher = folder === null ? launcherPath(programs) : sharedLauncher(programs, '$HOME');
  const part = jsonPart(
    path,
    (settings) => {
      addServer(settings, launcher);
      addHooks(settings, entries(programs, folder !== null));
    },
    (settings) => {
      removeHooks(settings);
      removeServer(settings);
    },
  );
  return Promise.resolve([part]);
};

function entries(programs: Programs, isShared: boolean): readonly HookEntry[] {
  const make = isShared ? sharedHookCommand : hookCommand;
  // It runs hooks in PowerShell, where a quoted program is only a text.
  const caller = programs.isWindows ? '& ' : '';
  return Object.keys(hooks.events).map((event) => ({
    event,
    name: 'ninefold',
    command: caller + make(programs, event),
    timeout: HOOK_MS,
  }));
}
