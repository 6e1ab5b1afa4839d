import type { Agent } from '../agent.ts';

export const copilotCli: Agent = {
  id: 'copilot-cli',
  name: 'Copilot CLI',
  variables: ['COPILOT_CLI', 'COPILOT_AGENT_SESSION_ID'],
  sessionVariables: ['COPILOT_AGENT_SESSION_ID'],
  // Without `-i`, it answers once and exits.
  terminal: { command: 'copilot', options: ['-i'] },
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
    notes: (isUser) => (isUser ? [] : ['Copilot CLI reads .github/ only in trusted folders']),
  },
};
