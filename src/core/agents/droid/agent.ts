import type { Agent } from '../agent.ts';

export const droid: Agent = {
  id: 'droid',
  name: 'Droid',
  variables: [],
  sessionVariables: [],
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
  },
};
