/**
 * The versions of the agents that the tests run, and of what shows their terminals. CONTRIBUTING.md says how to raise
 * them. All run on Node.js 20: Claude Code and Codex are programs of their own, whatever their wrappers ask for.
 */
const platform = `${process.platform}-${process.arch}`;

/** Package in node_modules → what npm installs there. */
export const agentPackages = {
  [`@anthropic-ai/claude-code-${platform}`]: '2.1.332',
  // Before 2.1.3xx, large models had a small window behind a gateway.
  'claude-code-before': `npm:@anthropic-ai/claude-code-${platform}@2.1.197`,
  '@openai/codex': '0.171.0',
  '@google/gemini-cli': '0.61.0',
  '@lydell/node-pty': '1.1.0',
  '@xterm/headless': '5.5.0',
};
