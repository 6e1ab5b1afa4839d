import type { Agent } from '../agent.ts';

export const kiloCode: Agent = {
  id: 'kilo-code',
  name: 'Kilo Code',
  variables: [],
  sessionVariables: [],
};
