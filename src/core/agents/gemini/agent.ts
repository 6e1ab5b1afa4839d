import type { Agent } from '../agent.ts';

export const gemini: Agent = {
  id: 'gemini',
  name: 'Gemini CLI',
  variables: ['GEMINI_CLI'],
  sessionVariables: [],
  // Without `-i`, it answers once and exits.
  terminal: { command: 'gemini', options: ['-i'] },
  // Headless if stdin isn't a terminal. https://geminicli.com/docs/cli/headless/
  taskCommand: ['gemini', '--approval-mode', 'auto_edit'],
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
  },
};
