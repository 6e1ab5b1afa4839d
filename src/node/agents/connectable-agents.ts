/**
 * Which files each agent's connection changes. Separate from `agents.ts`, because only `dist/connect.js` needs it.
 */

import { CONNECTABLE_AGENTS } from '../../core/agents/agents.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { ConnectionOptions, ConnectionPlace, PartsOf } from '../settings/connection-place.ts';
import type { SettingsPart } from '../settings/settings-part.ts';
import { claudeCodeParts } from './claude-code/connection.ts';
import { codexParts } from './codex/connection.ts';
import { geminiParts } from './gemini/connection.ts';

const PARTS: Readonly<Record<string, PartsOf>> = {
  'claude-code': claudeCodeParts,
  codex: codexParts,
  gemini: geminiParts,
};

/**
 * Returns the id of an agent that can be connected.
 *
 * @throws NinefoldError agent-not-connectable
 */
export function connectableAgent(name: string): string {
  const agent = CONNECTABLE_AGENTS.find(({ id }) => id === name);
  if (agent !== undefined) return agent.id;
  const agents = CONNECTABLE_AGENTS.map(({ id }) => id).join(', ');
  throw new NinefoldError('agent-not-connectable', { agent: name, agents });
}

/**
 * Lists the files that a connection changes.
 *
 * @throws NinefoldError agent-not-connectable, and as {@link PartsOf}
 */
export async function partsOf(
  place: ConnectionPlace,
  options: ConnectionOptions,
): Promise<readonly SettingsPart[]> {
  return (await PARTS[connectableAgent(place.agent)]?.(place, options)) ?? [];
}
