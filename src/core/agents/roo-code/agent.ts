import type { Agent } from '../agent.ts';

export const rooCode: Agent = {
  id: 'roo-code',
  name: 'Roo Code',
  variables: [],
  sessionVariables: [],
};
