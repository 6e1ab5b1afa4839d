/** What somebody should know who connects an agent, beside the difference. */

export const TOKEN_EFFICIENT_NOTE =
  'token-efficient-tools-2025-02-19 concerns Claude Sonnet 3.7 alone: every later Claude model calls tools that way by itself';

/** @param isUser connected for every folder of the user */
export function connectNotes(agent: string, isUser: boolean): readonly string[] {
  if (agent === 'claude-code') {
    return isUser
      ? ['a running session takes the change up when it is started anew']
      : [
          'Claude Code asks once whether it may use the server of .mcp.json',
          'a running session takes the change up when it is started anew',
        ];
  }
  if (agent === 'codex' && !isUser) {
    return ['Codex reads .codex/config.toml only in a folder that it trusts'];
  }
  return ['a running session takes the change up when it is started anew'];
}
