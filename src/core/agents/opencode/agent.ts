import type { Agent } from '../agent.ts';

export const openCode: Agent = {
  id: 'opencode',
  name: 'OpenCode',
  variables: ['OPENCODE'],
  sessionVariables: [],
  connection: {
    hasHooks: false,
    hasStatusLine: false,
    extras: null,
  },
};
