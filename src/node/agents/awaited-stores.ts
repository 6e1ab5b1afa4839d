/** Which agents' first use is worth watching for. */

import { findAgent } from '../../core/agents/agents.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import { AGENT_ENTRIES } from './agents.ts';
import type { MeteredAgent } from './agent.ts';

/**
 * Lists the stores to watch of agents that weren't used yet. An editor's extension makes its own in a folder that
 * changes all the time, so only those of agents that a terminal starts are listed.
 */
export function awaitedStores(
  environment: MeterEnvironment,
  agents: readonly MeteredAgent[],
): readonly string[] {
  const known = new Set(agents.map(({ id }) => id));
  return AGENT_ENTRIES.filter(({ id }) => !known.has(id) && findAgent(id)?.terminal !== undefined).flatMap(
    (entry) => entry.stores(environment),
  );
}
