import type { Agent } from '../agent.ts';

export const kimiCode: Agent = {
  id: 'kimi-code',
  name: 'Kimi Code',
  variables: [],
  sessionVariables: [],
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
    notes: (isUser) =>
      isUser
        ? []
        : [
            'Kimi Code has no hooks in a folder, only with --user',
            'Kimi Code reads .kimi-code/ only in trusted folders',
          ],
  },
};
