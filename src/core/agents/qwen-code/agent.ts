import type { Agent } from '../agent.ts';

export const qwenCode: Agent = {
  id: 'qwen-code',
  name: 'Qwen Code',
  variables: ['QWEN_CODE'],
  sessionVariables: [],
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
    notes: (isUser) => (isUser ? [] : ['Qwen Code reads .qwen/ only in trusted folders']),
  },
};
