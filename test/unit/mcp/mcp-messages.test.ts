import { deepStrictEqual } from 'node:assert/strict';

import { MCP_MESSAGES } from '../../../src/mcp/mcp-messages.ts';

describe('what a model is told of a failure', () => {
  it('never names a command line where a tool does the same', () => {
    const tools = /`ninefold (list|init|switch|handoff|next|deliverable|export|set|resume)/;
    deepStrictEqual(
      MCP_MESSAGES.filter((text) => tools.test(text)),
      [],
    );
  });
});
