/** Determines who runs this process: a coding agent if its environment says so, otherwise a person. */

import { AGENTS } from '../../core/agents/agents.ts';
import type { Actor } from '../../core/workflow/events.ts';

/** Variables that show that an agent started a process, and in which session. */
export const AGENT_VARIABLES: readonly string[] = AGENTS.flatMap(({ variables, sessionVariables }) => [
  ...variables,
  ...sessionVariables,
]);

/** Returns the actor that an environment indicates. */
export function actorOf(environment: NodeJS.ProcessEnv): Actor {
  if (agentOf(environment) === null) return { kind: 'person' };
  const session = AGENTS.flatMap(({ sessionVariables }) => sessionVariables).find((name) =>
    isSet(environment, name),
  );
  return session === undefined ? { kind: 'agent' } : { kind: 'agent', session: environment[session] };
}

/** Returns the id of the agent that an environment indicates; null for a person. */
export function agentOf(environment: NodeJS.ProcessEnv): string | null {
  return AGENTS.find(({ variables }) => variables.some((name) => isSet(environment, name)))?.id ?? null;
}

function isSet(environment: NodeJS.ProcessEnv, name: string): boolean {
  return (environment[name] ?? '') !== '';
}
