import { deepStrictEqual } from 'node:assert/strict';

import { actorOf, agentOf } from '../../../src/node/machine/actor.ts';

/** What each agent sets in the shells that it runs. */
const SHELLS: readonly NodeJS.ProcessEnv[] = [
  ...['CLAUDECODE', 'CODEX_SANDBOX', 'CODEX_CI', 'CODEX_SHELL', 'GEMINI_CLI', 'OPENCODE', 'CURSOR_AGENT'],
  ...['COPILOT_CLI', 'COPILOT_AGENT', 'VSCODE_AGENT', 'CLINE_ACTIVE', 'QWEN_CODE', 'KILO', 'GROK_AGENT'],
  ...['ANTIGRAVITY_AGENT', 'PI_CODING_AGENT', 'AI_AGENT', 'AGENT'],
].map((name) => ({ [name]: '1' }));
const SESSIONS = [
  ...['CODEX_THREAD_ID', 'CURSOR_CONVERSATION_ID', 'COPILOT_AGENT_SESSION_ID', 'KIRO_SESSION_ID'],
  'CLAUDE_CODE_SESSION_ID',
];

describe('who runs a shell', () => {
  it('is an agent if any of its variables is set, else a person', () => {
    for (const environment of SHELLS) deepStrictEqual(actorOf(environment), { kind: 'agent' });
    for (const environment of [{}, { AGENT: '' }, { SSH_AUTH_SOCK: 'x', TERM: 'xterm' }])
      deepStrictEqual(actorOf(environment), { kind: 'person' });
  });

  it('has the session’s id where the environment names it', () => {
    for (const name of SESSIONS)
      deepStrictEqual(actorOf({ [name]: 'one', AI_AGENT: '1' }), { kind: 'agent', session: 'one' });
  });

  it('is no agent that Ninefold knows, although one, if only a common variable is set', () => {
    deepStrictEqual(
      [agentOf({ AI_AGENT: 'any' }), agentOf({ CLAUDECODE: '1', AGENT: '1' })],
      [null, 'claude-code'],
    );
  });
});
