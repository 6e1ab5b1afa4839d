/** Who is at the command line: a coding agent where its environment says so, else a person. */

import type { Actor } from '../core/workflow/events.ts';

/** Variables that agents set in the shells they run (Claude Code, Codex, Gemini CLI). */
const AGENT_VARIABLES = [
  'CLAUDECODE',
  'CODEX_THREAD_ID',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'GEMINI_CLI',
] as const;

const SESSION_VARIABLES = ['CLAUDE_CODE_SESSION_ID', 'CODEX_THREAD_ID'] as const;

/** The actor that an environment speaks of. */
export function actorOf(environment: NodeJS.ProcessEnv): Actor {
  const isAgent = AGENT_VARIABLES.some((name) => (environment[name] ?? '') !== '');
  if (!isAgent) return { kind: 'person' };
  const session = SESSION_VARIABLES.map((name) => environment[name]).find(
    (id) => id !== undefined && id !== '',
  );
  return session === undefined ? { kind: 'agent' } : { kind: 'agent', session };
}
