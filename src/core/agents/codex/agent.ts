import type { Agent } from '../agent.ts';

export const codex: Agent = {
  id: 'codex',
  name: 'Codex',
  variables: [
    'CODEX_THREAD_ID',
    'CODEX_SANDBOX',
    'CODEX_SANDBOX_NETWORK_DISABLED',
    'CODEX_CI',
    'CODEX_SHELL',
  ],
  sessionVariables: ['CODEX_THREAD_ID'],
  terminal: { command: 'codex', options: [] },
  // `exec` is read-only by default; `-` reads the prompt from stdin.
  // https://developers.openai.com/codex/noninteractive
  taskCommand: ['codex', 'exec', '--sandbox', 'workspace-write', '--skip-git-repo-check', '-'],
  connection: {
    hasHooks: true,
    hasStatusLine: false,
    extras: null,
    notes: (isUser) => (isUser ? [] : ['Codex reads .codex/ only in trusted folders']),
    restart: 'restart Codex in a terminal and trust the hooks: until then, it skips them',
  },
};
