/** Who runs this process: a coding agent if its environment says so, else a person. */

import { AGENTS } from '../../core/agents/agents.ts';
import type { Actor } from '../../core/workflow/events.ts';

/** What says of a process that an agent started it, and in which session. */
export const AGENT_VARIABLES: readonly string[] = AGENTS.flatMap(({ variables, sessionVariables }) => [
  ...variables,
  ...sessionVariables,
]);

/** Returns the actor that an environment speaks of. */
export function actorOf(environment: NodeJS.ProcessEnv): Actor {
  if (agentOf(environment) === null) return { kind: 'person' };
  const session = AGENTS.flatMap(({ sessionVariables }) => sessionVariables).find((name) =>
    isSet(environment, name),
  );
  return session === undefined ? { kind: 'agent' } : { kind: 'agent', session: environment[session] };
}

/** Returns the id of the agent that an environment speaks of; null for a person. */
export function agentOf(environment: NodeJS.ProcessEnv): string | null {
  return AGENTS.find(({ variables }) => variables.some((name) => isSet(environment, name)))?.id ?? null;
}

function isSet(environment: NodeJS.ProcessEnv, name: string): boolean {
  return (environment[name] ?? '') !== '';
}
