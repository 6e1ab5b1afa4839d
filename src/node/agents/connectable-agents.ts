/**
 * Which files each agent's connection changes. Separate from `agents.ts`, because only `dist/connect.js` needs it.
 */

import { CONNECTABLE_AGENTS, findAgent } from '../../core/agents/agents.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { ConnectionOptions, ConnectionPlace, PartsOf } from '../settings/connection-place.ts';
import type { SettingsPart } from '../settings/settings-part.ts';
import { claudeCodeParts } from './claude-code/connection.ts';
import { clineParts } from './cline/connection.ts';
import { codexParts } from './codex/connection.ts';
import { copilotCliParts } from './copilot-cli/connection.ts';
import { cursorAgentParts } from './cursor-agent/connection.ts';
import { droidParts } from './droid/connection.ts';
import { geminiParts } from './gemini/connection.ts';
import { kiloParts } from './kilo/connection.ts';
import { kimiCodeParts } from './kimi-code/connection.ts';
import { openCodeParts } from './opencode/connection.ts';
import { qwenCodeParts } from './qwen-code/connection.ts';

const PARTS: Readonly<Record<string, PartsOf>> = {
  'claude-code': claudeCodeParts,
  codex: codexParts,
  gemini: geminiParts,
  'copilot-cli': copilotCliParts,
  kilo: kiloParts,
  opencode: openCodeParts,
  'qwen-code': qwenCodeParts,
  droid: droidParts,
  'kimi-code': kimiCodeParts,
  cline: clineParts,
  'cursor-agent': cursorAgentParts,
};

/**
 * Returns the id of an agent that can be connected.
 *
 * @param name its id, or the id's first word, as in the name of its program
 *
 * @throws NinefoldError agent-not-connectable
 */
export function connectableAgent(name: string): string {
  const agent = CONNECTABLE_AGENTS.find(({ id }) => id === name || id.split('-')[0] === name);
  if (agent !== undefined) return agent.id;
  const agents = CONNECTABLE_AGENTS.map(({ id }) => id).join(', ');
  throw new NinefoldError('agent-not-connectable', { agent: name, agents });
}

/**
 * Lists the files that a connection changes.
 *
 * @throws NinefoldError agent-not-connectable, agent-user-only, and as {@link PartsOf}
 */
export async function partsOf(
  place: ConnectionPlace,
  options: ConnectionOptions,
): Promise<readonly SettingsPart[]> {
  const id = connectableAgent(place.agent);
  const agent = findAgent(id);
  if (place.folder !== null && agent?.connection?.isUserOnly === true) {
    throw new NinefoldError('agent-user-only', { agent: agent.name });
  }
  return (await PARTS[id]?.(place, options)) ?? [];
}
