import type { Agent } from '../agent.ts';

export const copilotChat: Agent = {
  id: 'copilot',
  name: 'Copilot Chat',
  variables: ['COPILOT_CLI', 'COPILOT_AGENT', 'COPILOT_AGENT_SESSION_ID'],
  sessionVariables: ['COPILOT_AGENT_SESSION_ID'],
};
