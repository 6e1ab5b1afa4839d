/** An agent that nobody has, added as CONTRIBUTING.md says: what the core would know of it. */

import type { Agent } from '../../../../src/core/agents/agent.ts';

export const abacus: Agent = {
  id: 'abacus',
  name: 'Abacus',
  variables: ['ABACUS'],
  sessionVariables: ['ABACUS_SESSION'],
  terminal: { command: 'abacus', options: ['--ask'] },
};
