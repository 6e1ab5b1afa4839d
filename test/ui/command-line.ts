/** The command line that came with a window's extension, as a person calls it in the workspace. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import { AgentSession } from './agent-session.ts';
import type { Places } from './open-workbench.ts';

/** Runs `ninefold …` and returns what it printed. Throws where it refuses. */
export function ninefold(places: Places, ...args: readonly string[]): string {
  const { workspace, home } = places;
  // Nothing of this process's surroundings: an agent's variables would make it an agent's call.
  const env = { PATH: process.env.PATH, HOME: home };
  return execFileSync(process.execPath, [programOf(places), ...args], {
    cwd: workspace,
    env,
    encoding: 'utf8',
  });
}

/** Fires a hook as Claude Code does. @returns what it answered; empty for nothing */
export function fireHook(places: Places, event: string, fields: Readonly<Record<string, unknown>>): string {
  const { workspace, home } = places;
  const patient = { CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS: '20000' };
  const env = { PATH: process.env.PATH, HOME: home, CLAUDECODE: '1', ...patient };
  const { path } = new AgentSession(places, String(fields.session_id));
  const input = JSON.stringify({ cwd: workspace, hook_event_name: event, transcript_path: path, ...fields });
  return execFileSync(process.execPath, [programOf(places), 'hook', event], {
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

/** The file to run with Node. */
export function programOf({ extension = projectFolder }: Places): string {
  return join(extension, 'dist', 'cli.js');
}
