/** The agents whose transcripts can be read. Another agent is one object more. */

import { NinefoldError } from '../../core/errors.ts';
import { claudeCodeAgent } from './claude-code/sessions.ts';
import { clineAgent } from './cline/sessions.ts';
import { codexAgent } from './codex/sessions.ts';
import { copilotChatAgent } from './copilot-chat/sessions.ts';
import { geminiAgent } from './gemini/sessions.ts';
import type { MeteredAgent } from './agent.ts';

export const METERED_AGENTS: readonly MeteredAgent[] = [
  claudeCodeAgent,
  codexAgent,
  geminiAgent,
  clineAgent,
  copilotChatAgent,
];

/** @throws NinefoldError `agent-unknown` */
export function meteredAgent(name: string): MeteredAgent {
  const agent = METERED_AGENTS.find((one) => one.name === name);
  if (agent !== undefined) return agent;
  const agents = METERED_AGENTS.map((one) => one.name).join(', ');
  throw new NinefoldError('agent-unknown', { agent: name, agents });
}
