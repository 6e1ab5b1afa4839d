/** Each real agent at a question to a person: its hook notes that it waits, and the answer ends that. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ClaudeCode } from './claude-code.ts';
import { Codex } from './codex.ts';
import { eachInSandbox } from './each-in-sandbox.ts';
import { Gemini } from './gemini.ts';
import type { ModelServer } from './model-server.ts';
import type { ToolUse } from './protocols/protocol.ts';
import type { Sandbox } from './sandbox.ts';
import type { Terminal } from './terminal.ts';

describe('a real agent that asks for a permission', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  eachInSandbox((place) => ({ sandbox, server } = place));

  const waiting = (): readonly string[] => {
    const folder = join(sandbox.home, '.ninefold', 'sessions', 'waiting');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const until = async (count: number): Promise<void> => {
    while (waiting().length !== count) await sandbox.ninefold('--version');
  };

  interface Asked {
    readonly open: () => Promise<Terminal>;
    readonly tool: ToolUse;
    /** What it shows while it asks. */
    readonly question: RegExp;
    /** The key that allows it. */
    readonly yes: string;
  }

  async function ask({ open, tool, question, yes }: Asked): Promise<void> {
    const terminal = await open();
    try {
      server.queue({ tools: [tool], input: 20_000 }, { text: 'It is made.', input: 21_000 });
      await terminal.enter('make the file.', question);
      await until(1);
      await terminal.pressUntil(yes, /It is made\./);
      await until(0);
      assert.ok(existsSync(join(sandbox.folder, 'made.txt')), 'the command ran');
    } finally {
      await terminal.close();
    }
  }

  it('Claude Code', async () => {
    await sandbox.ninefoldOk('connect', 'claude-code');
    const claude = new ClaudeCode(sandbox, server, {
      version: 'newest',
      model: 'claude-opus-4-6',
      settings: { permissions: { defaultMode: 'default' } },
    });
    await ask({
      open: () => claude.open(),
      tool: { name: 'Bash', input: { command: 'touch made.txt', description: 'Makes the file' } },
      question: /Do you want to proceed\?/,
      yes: '\r',
    });
  });

  it('Codex', async () => {
    await sandbox.ninefoldOk('connect', 'codex');
    const codex = new Codex(sandbox, server, { model: 'gpt-5.2-codex' });
    await ask({
      open: () => codex.openTrustingHooks(),
      tool: {
        name: 'exec_command',
        input: {
          cmd: 'touch made.txt',
          sandbox_permissions: 'require_escalated',
          justification: 'Make the file?',
        },
      },
      question: /Would you like to run/,
      yes: 'y',
    });
  });

  it('Gemini CLI', async () => {
    await sandbox.ninefoldOk('connect', 'gemini');
    const gemini = new Gemini(sandbox, server, { model: 'gemini-2.5-pro' });
    await ask({
      open: () => gemini.open(),
      tool: { name: 'run_shell_command', input: { command: 'touch made.txt' } },
      question: /Allow (?:execution|once)/,
      yes: '\r',
    });
  });
});
