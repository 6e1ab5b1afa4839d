import type { Agent, TerminalProgram } from '../agent.ts';

export const claudeCode: Agent & { readonly terminal: TerminalProgram } = {
  id: 'claude-code',
  name: 'Claude Code',
  variables: ['CLAUDECODE'],
  sessionVariables: ['CLAUDE_CODE_SESSION_ID'],
  terminal: { command: 'claude', options: [] },
  panel: { extension: 'anthropic.claude-code', path: '/open', parameter: 'prompt' },
  // Print mode. https://docs.anthropic.com/claude/docs/claude-code/cli-usage
  taskCommand: ['claude', '-p', '--permission-mode', 'acceptEdits'],
  // Claude's tokenizer isn't public; by published comparisons, the newest Claude models count 40 to 65% more.
  estimateFactor: 1.5,
  connection: {
    hasHooks: true,
    hasStatusLine: true,
    extras: {
      tokenEfficientNote:
        'only Claude Sonnet 3.7 needs token-efficient-tools-2025-02-19; later Claude models do this automatically',
    },
    notes: (isUser) => (isUser ? [] : ['Claude Code asks you once to approve the server in .mcp.json']),
  },
};
