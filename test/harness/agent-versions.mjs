/**
 * The versions of the agents that the tests run, and of what shows their terminals. CONTRIBUTING.md says how to raise
 * them. Qwen Code and Pi need a newer Node.js, which comes with them. Gemini CLI runs on Node.js 20; the others are programs
 * of their own, whatever their wrappers ask for.
 */
const platform = `${process.platform}-${process.arch}`;
const isWindows = process.platform === 'win32';

/** Packages whose names call Windows by another name than Node.js does. */
export const openCodePackage = `opencode-${isWindows ? 'windows' : process.platform}-${process.arch}`;
export const newerNodePackage = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;

/** Package in node_modules → what npm installs there. */
export const agentPackages = {
  [`@anthropic-ai/claude-code-${platform}`]: '2.1.332',
  // Before 2.1.3xx, large models had a small window behind a gateway.
  'claude-code-before': `npm:@anthropic-ai/claude-code-${platform}@2.1.197`,
  '@openai/codex': '0.171.0',
  '@google/gemini-cli': '0.61.0',
  [`@github/copilot-${platform}`]: '1.0.102',
  [openCodePackage]: '1.18.33',
  '@qwen-code/qwen-code': '0.24.4',
  '@earendil-works/pi-coding-agent': '1.6.0',
  [newerNodePackage]: '24.21.0',
  '@lydell/node-pty': '1.1.0',
  '@xterm/headless': '5.5.0',
};
