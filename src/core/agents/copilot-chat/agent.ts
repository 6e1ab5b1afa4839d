import type { Agent } from '../agent.ts';

export const copilotChat: Agent = {
  id: 'copilot',
  name: 'Copilot Chat',
  variables: ['COPILOT_AGENT'],
  sessionVariables: [],
  panel: {
    extension: 'GitHub.copilot-chat',
    newSession: 'workbench.action.chat.newChat',
    fillIn: 'workbench.action.chat.open',
  },
};
