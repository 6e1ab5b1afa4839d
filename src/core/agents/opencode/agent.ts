import type { Agent } from '../agent.ts';

export const openCode: Agent = {
  id: 'opencode',
  name: 'OpenCode',
  variables: ['OPENCODE'],
  sessionVariables: [],
  // An argument without an option is a folder. https://opencode.ai/docs/cli
  terminal: { command: 'opencode', options: ['--prompt'] },
  connection: {
    hasHooks: false,
    hasStatusLine: false,
    extras: null,
  },
};
