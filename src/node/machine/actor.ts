/** Determines who runs this process: a coding agent if its environment says so, otherwise a person. */

import { AGENTS } from '../../core/agents/agents.ts';
import { OTHER_AGENT_VARIABLES, OTHER_SESSION_VARIABLES } from '../../core/agents/other-agents.ts';
import type { Actor } from '../../core/workflow/events.ts';

const SESSION_VARIABLES: readonly string[] = [
  ...AGENTS.flatMap(({ sessionVariables }) => sessionVariables),
  ...OTHER_SESSION_VARIABLES,
];

/** Variables that show that an agent started a process, and in which session. */
export const AGENT_VARIABLES: readonly string[] = [
  ...AGENTS.flatMap(({ variables }) => variables),
  ...OTHER_AGENT_VARIABLES,
  ...SESSION_VARIABLES,
];

/** Returns the actor that an environment indicates. */
export function actorOf(environment: NodeJS.ProcessEnv): Actor {
  if (!AGENT_VARIABLES.some((name) => isSet(environment, name))) return { kind: 'person' };
  const session = SESSION_VARIABLES.find((name) => isSet(environment, name));
  return session === undefined ? { kind: 'agent' } : { kind: 'agent', session: environment[session] };
}

/** Returns the id of the agent that an environment indicates; null for a person, and for an agent without a folder of ours. */
export function agentOf(environment: NodeJS.ProcessEnv): string | null {
  return AGENTS.find(({ variables }) => variables.some((name) => isSet(environment, name)))?.id ?? null;
}

function isSet(environment: NodeJS.ProcessEnv, name: string): boolean {
  return (environment[name] ?? '') !== '';
}
