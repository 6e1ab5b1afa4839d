import type { Agent } from '../agent.ts';

export const copilotCli: Agent = {
  id: 'copilot-cli',
  name: 'Copilot CLI',
  variables: ['COPILOT_CLI', 'COPILOT_AGENT_SESSION_ID'],
  sessionVariables: ['COPILOT_AGENT_SESSION_ID'],
};
