import type { Agent } from '../agent.ts';

export const kimiCode: Agent = {
  id: 'kimi-code',
  name: 'Kimi Code',
  variables: [],
  sessionVariables: [],
};
