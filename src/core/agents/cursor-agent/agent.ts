import type { Agent } from '../agent.ts';

/** The agent of the editor and of its command line. Where its sessions are isn't documented, so none is read. */
export const cursorAgent: Agent = {
  id: 'cursor-agent',
  name: 'Cursor Agent',
  variables: ['CURSOR_AGENT'],
  sessionVariables: ['CURSOR_CONVERSATION_ID'],
  isUnread: true,
  // https://cursor.com/docs/cli/using
  terminal: { command: 'cursor-agent', options: [] },
  connection: {
    hasHooks: false,
    hasStatusLine: false,
    extras: null,
    restart: 'switch the server on in its settings, under MCP',
  },
};
