import type { Agent } from '../agent.ts';

export const qwenCode: Agent = {
  id: 'qwen-code',
  name: 'Qwen Code',
  variables: ['QWEN_CODE'],
  sessionVariables: [],
  // Without `-i`, it answers once and exits.
  terminal: { command: 'qwen', options: ['-i'] },
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
    notes: (isUser) =>
      isUser
        ? ['your own status line stays, behind one that also tells the meter']
        : ['Qwen Code reads .qwen/ only in trusted folders'],
  },
};
