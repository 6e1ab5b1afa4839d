/** Who runs this process: a coding agent where its environment says so, else a person. */

import type { Actor } from '../core/workflow/events.ts';

/** Variables that agents set in the shells they run, and how readings name the agent. */
const AGENTS_BY_VARIABLE = [
  ['CLAUDECODE', 'claude-code'],
  ['CODEX_THREAD_ID', 'codex'],
  ['CODEX_SANDBOX', 'codex'],
  ['CODEX_SANDBOX_NETWORK_DISABLED', 'codex'],
  ['GEMINI_CLI', 'gemini'],
] as const;

const SESSION_VARIABLES = ['CLAUDE_CODE_SESSION_ID', 'CODEX_THREAD_ID'] as const;

/** What says of a process that an agent started it, and in which session. */
export const AGENT_VARIABLES: readonly string[] = [
  ...AGENTS_BY_VARIABLE.map(([name]) => name),
  ...SESSION_VARIABLES,
];

/** The actor that an environment speaks of. */
export function actorOf(environment: NodeJS.ProcessEnv): Actor {
  const isAgent = AGENTS_BY_VARIABLE.some(([name]) => (environment[name] ?? '') !== '');
  if (!isAgent) return { kind: 'person' };
  const session = SESSION_VARIABLES.map((name) => environment[name]).find(
    (id) => id !== undefined && id !== '',
  );
  return session === undefined ? { kind: 'agent' } : { kind: 'agent', session };
}

/** The agent that an environment speaks of; null for a person. */
export function agentOf(environment: NodeJS.ProcessEnv): string | null {
  return AGENTS_BY_VARIABLE.find(([name]) => (environment[name] ?? '') !== '')?.[1] ?? null;
}
