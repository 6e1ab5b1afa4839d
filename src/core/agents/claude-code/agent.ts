import type { Agent, TerminalProgram } from '../agent.ts';

const RESTART = 'a running session takes the change up when it is started anew';

export const claudeCode: Agent & { readonly terminal: TerminalProgram } = {
  id: 'claude-code',
  name: 'Claude Code',
  variables: ['CLAUDECODE'],
  sessionVariables: ['CLAUDE_CODE_SESSION_ID'],
  terminal: { command: 'claude', options: [], folder: '.claude' },
  panel: { extension: 'anthropic.claude-code', path: '/open', parameter: 'prompt' },
  // Print mode. https://docs.anthropic.com/claude/docs/claude-code/cli-usage
  taskCommand: ['claude', '-p', '--permission-mode', 'acceptEdits'],
  // Claude's tokenizer isn't public; by published comparisons, the newest Claude models count 40 to 65% more.
  estimateFactor: 1.5,
  connection: {
    hasStatusLine: true,
    extras: {
      tokenEfficientNote:
        'token-efficient-tools-2025-02-19 concerns Claude Sonnet 3.7 alone: every later Claude model calls tools that way by itself',
    },
    notes: (isUser) =>
      isUser ? [RESTART] : ['Claude Code asks once whether it may use the server of .mcp.json', RESTART],
  },
};
