import type { Agent } from '../agent.ts';

export const droid: Agent = {
  id: 'droid',
  name: 'Droid',
  variables: [],
  sessionVariables: [],
  // https://docs.factory.ai/droid-cli/cli-reference
  terminal: { command: 'droid', options: [] },
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
  },
};
