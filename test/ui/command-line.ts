/** The project's own command line, as a person calls it in the workspace of a window. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import type { Places } from './open-workbench.ts';

/** Runs `ninefold …` and returns what it printed. Throws where it refuses. */
export function ninefold({ workspace, home }: Places, ...args: readonly string[]): string {
  const cli = join(projectFolder, 'dist', 'cli.js');
  // Nothing of this process's surroundings: an agent's variables would make it an agent's call.
  const env = { PATH: process.env.PATH, HOME: home };
  return execFileSync(process.execPath, [cli, ...args], { cwd: workspace, env, encoding: 'utf8' });
}

/** Fires a hook as Claude Code does. @returns what it answered; empty for nothing */
export function fireHook(
  { workspace, home }: Places,
  event: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const cli = join(projectFolder, 'dist', 'cli.js');
  const patient = { CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS: '20000' };
  const env = { PATH: process.env.PATH, HOME: home, CLAUDECODE: '1', ...patient };
  const input = JSON.stringify({ cwd: workspace, hook_event_name: event, ...fields });
  return execFileSync(process.execPath, [cli, 'hook', event], {
    cwd: workspace,
    env,
    input,
    encoding: 'utf8',
  });
}

/** What a hook tells the model. */
export function hookContext(
  places: Places,
  event: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const session_id = '0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b';
  const { hookSpecificOutput } = JSON.parse(fireHook(places, event, { session_id, ...fields })) as {
    hookSpecificOutput?: { additionalContext: string };
  };
  return hookSpecificOutput?.additionalContext ?? '';
}
