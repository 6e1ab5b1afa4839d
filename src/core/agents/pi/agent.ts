import type { Agent } from '../agent.ts';

export const pi: Agent = {
  id: 'pi',
  name: 'Pi',
  variables: ['PI_CODING_AGENT'],
  sessionVariables: [],
  // Without `-p`, the prompt begins a session.
  terminal: { command: 'pi', options: [] },
};
