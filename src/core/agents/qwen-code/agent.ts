import type { Agent } from '../agent.ts';

export const qwenCode: Agent = {
  id: 'qwen-code',
  name: 'Qwen Code',
  variables: ['QWEN_CODE'],
  sessionVariables: [],
};
