import type { Agent } from '../agent.ts';

export const cline: Agent = {
  id: 'cline',
  name: 'Cline',
  variables: ['CLINE_ACTIVE', 'CLINE_NO_INTERACTIVE'],
  sessionVariables: [],
};
