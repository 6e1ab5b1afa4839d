/** The meter of real agents: what an agent says of its context is what `ninefold meter` must say. */
import assert from 'node:assert/strict';
import { ClaudeCode, readContext } from './claude-code.ts';
import { Codex, readStatus } from './codex.ts';
import { Gemini } from './gemini.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { inFull } from './said.ts';
import { Sandbox } from './sandbox.ts';

describe('real agents', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  beforeEach(async () => {
    sandbox = new Sandbox();
    server = await startModelServer();
  });
  afterEach(async () => {
    await server.close();
    sandbox.close();
  });

  it('reads Claude Code as it reads itself', async () => {
    const claude = new ClaudeCode(sandbox, server, { version: 'newest', model: 'claude-opus-4-6' });
    server.queue({ text: 'Hello', input: 156_000, cached: 100_000, output: 20 });
    const { sessionId, contextWindow } = await claude.ask('hello');
    const meter = await sandbox.ninefoldJson('meter');
    const said = await claude.saysOf(sessionId);
    assert.equal(meter.window, contextWindow);
    assert.equal(meter.percent, said.percent);
    assert.equal(meter.compactsAt, said.compactsAt);
    assert.equal(inFull(said.tokens), meter.tokens);
  });

  it('reads Claude Code in a terminal as its /context shows', async () => {
    const claude = new ClaudeCode(sandbox, server, { version: 'newest', model: 'claude-opus-4-6' });
    server.queue({ text: 'Hello from the model', input: 156_000, output: 20 });
    const terminal = await claude.open();
    try {
      await terminal.enter('hello');
      await terminal.shows(/Hello from the model/);
      await terminal.enter('/context');
      await terminal.shows(/Auto-compact window/);
      const meter = await sandbox.ninefoldJson('meter');
      const said = readContext(terminal.screen());
      assert.equal(meter.percent, said.percent);
      assert.equal(meter.compactsAt, said.compactsAt);
      await terminal.enter('/exit');
      assert.equal(await terminal.ended(), 0);
    } finally {
      await terminal.close();
    }
  });

  it('reads Codex as its /status shows', async () => {
    const codex = new Codex(sandbox, server, { model: 'gpt-5.2-codex' });
    server.queue({ text: 'Hello from the model', input: 63_500, output: 31 });
    const terminal = await codex.open();
    try {
      await terminal.enter('hello');
      await terminal.shows(/Hello from the model/);
      await terminal.enter('/status');
      await terminal.shows(/Context window:/);
      const meter = await sandbox.ninefoldJson('meter');
      const said = readStatus(terminal.screen());
      assert.equal(meter.percent, said.percent);
    } finally {
      await terminal.close();
    }
  });

  it('reads Gemini CLI', async () => {
    const gemini = new Gemini(sandbox, server, { model: 'gemini-2.5-pro' });
    server.queue({ text: 'Hello', input: 200_000, output: 31 });
    const answer = await gemini.ask('hello');
    const meter = await sandbox.ninefoldJson('meter');
    assert.equal(meter.tokens, answer.stats.models['gemini-2.5-pro']?.tokens.prompt);
  });
});
