/** The agents whose transcripts can be read. Adding one takes one more object. */

import { NinefoldError } from '../../core/errors.ts';
import { claudeCodeAgent } from './claude-code/sessions.ts';
import { clineAgent } from './cline/sessions.ts';
import { codexAgent } from './codex/sessions.ts';
import { copilotChatAgent } from './copilot-chat/sessions.ts';
import { geminiAgent } from './gemini/sessions.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { MeteredAgent } from './agent.ts';

export const METERED_AGENTS: readonly MeteredAgent[] = [
  claudeCodeAgent,
  codexAgent,
  geminiAgent,
  clineAgent,
  copilotChatAgent,
];

/**
 * Finds an agent by name.
 *
 * @throws NinefoldError `agent-unknown`
 */
export function meteredAgent(name: string): MeteredAgent {
  const agent = METERED_AGENTS.find((one) => one.id === name);
  if (agent !== undefined) return agent;
  const agents = METERED_AGENTS.map((one) => one.id).join(', ');
  throw new NinefoldError('agent-unknown', { agent: name, agents });
}

/**
 * Parses any agent's status line input; null if it isn't any agent's.
 *
 * @param at when it arrived (ISO 8601)
 */
export function parseStatusLine(text: string, at: string): StatusLine | null {
  for (const { parseStatusLine: parse } of METERED_AGENTS) {
    const read = parse?.(text, at) ?? null;
    if (read !== null) return read;
  }
  return null;
}

/** Lists the user's folders of definitions, for every agent. */
export function definitionFolders(environment: MeterEnvironment): readonly string[] {
  return METERED_AGENTS.flatMap((agent) => agent.definitionFolders?.(environment) ?? []);
}
