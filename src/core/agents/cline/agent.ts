import type { Agent } from '../agent.ts';

export const cline: Agent = {
  id: 'cline',
  name: 'Cline',
  variables: ['CLINE_ACTIVE', 'CLINE_NO_INTERACTIVE'],
  sessionVariables: [],
  connection: {
    hasHooks: false,
    hasStatusLine: false,
    isUserOnly: true,
    extras: null,
    notes: () => ["this concerns Cline's command line; its extension for editors has settings of its own"],
  },
};
