import type { Agent } from '../agent.ts';

/** It also sets the variable of the agent from which it descends. */
export const kilo: Agent = {
  id: 'kilo',
  name: 'Kilo CLI',
  variables: ['KILO'],
  sessionVariables: [],
  // An argument without an option is a folder.
  terminal: { command: 'kilo', options: ['--prompt'] },
  connection: {
    hasHooks: false,
    hasStatusLine: false,
    extras: null,
  },
};
