/** Where an agent compacts by itself: with a conversation beyond what `ninefold meter` calls `compactsAt`, and not before. */
import assert from 'node:assert/strict';
import { ClaudeCode, type ClaudeSetup } from './claude-code.ts';
import { Codex } from './codex.ts';
import { eachInSandbox } from './each-in-sandbox.ts';
import { Gemini } from './gemini.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';
import type { Terminal } from './terminal.ts';

/** Far enough from the point that the prompt itself, which the agent estimates, doesn't matter. */
const MARGIN = 4_000;
const isWhole = process.env.NINEFOLD_TEST_ALL === '1';

describe('a real agent compacts where the meter says', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  eachInSandbox((place) => ({ sandbox, server } = place));

  /** Has a conversation that grows to some tokens, and one prompt more. */
  async function converse(terminal: Terminal, tokens: number): Promise<void> {
    // Before this much of a conversation, Claude Code finds it too short to compact.
    const growth = [0.2, 0.4, 0.6, 1];
    server.queue(
      ...growth.map((part, index) => ({
        text: `Answer ${index}.`,
        input: Math.round(tokens * part),
        output: 10,
      })),
      { text: 'Answer at the end.', input: 5_000 },
    );
    for (const index of growth.keys()) {
      await terminal.enter(`prompt ${index}.`, new RegExp(`Answer ${index}\\.`));
    }
  }

  /** Tests whether the next prompt makes the agent compact. */
  async function compactsAbove(open: () => Promise<Terminal>, tokens: number): Promise<boolean> {
    const before = server.asked.length;
    const terminal = await open();
    try {
      await converse(terminal, tokens);
      await terminal.enter('prompt at the end.', /Answer at the end\./);
      return server.asked.slice(before).some(({ kind }) => kind === 'compaction');
    } finally {
      await terminal.close();
    }
  }

  /** Returns what Ninefold says of a session with few tokens. */
  async function pointOf(open: () => Promise<Terminal>): Promise<number> {
    server.queue({ text: 'Answer first.', input: 20_000 });
    const terminal = await open();
    try {
      await terminal.enter('prompt first.', /Answer first\./);
      // The answer is on the screen a moment before it is in the transcript.
      for (;;) {
        const { tokens, compactsAt } = await sandbox.ninefoldJson('meter');
        if (tokens !== null) return compactsAt as number;
      }
    } finally {
      await terminal.close();
    }
  }

  async function agrees(open: () => Promise<Terminal>): Promise<void> {
    const point = await pointOf(open);
    assert.ok(point > MARGIN, `Ninefold says ${point}`);
    assert.equal(await compactsAbove(open, point - MARGIN), false, `compacts before ${point}`);
    assert.equal(await compactsAbove(open, point + MARGIN), true, `doesn't compact at ${point}`);
  }

  const claude = (setup: Partial<ClaudeSetup>): (() => Promise<Terminal>) => {
    const agent = new ClaudeCode(sandbox, server, { version: 'newest', model: 'claude-opus-4-6', ...setup });
    return () => agent.open();
  };

  it('Claude Code', () => agrees(claude({})));
  it('Codex', () => {
    const codex = new Codex(sandbox, server, { model: 'gpt-5.2-codex' });
    return agrees(() => codex.open());
  });
  // The sample of the matrix sees Gemini CLI compress; its terminal takes long to start.
  if (!isWhole) return;
  it('Gemini CLI', () => {
    const gemini = new Gemini(sandbox, server, { model: 'gemini-2.5-pro' });
    return agrees(() => gemini.open());
  });
  it('Claude Code of before', () => agrees(claude({ version: 'before' })));
  it('Claude Code with CLAUDE_AUTOCOMPACT_PCT_OVERRIDE', () =>
    agrees(claude({ settingsEnv: { CLAUDE_AUTOCOMPACT_PCT_OVERRIDE: '50' } })));
  it('Claude Code with CLAUDE_CODE_AUTO_COMPACT_WINDOW', () =>
    agrees(claude({ settingsEnv: { CLAUDE_CODE_AUTO_COMPACT_WINDOW: '150000' } })));
  it('Claude Code with CLAUDE_CODE_MAX_OUTPUT_TOKENS', () =>
    agrees(claude({ settingsEnv: { CLAUDE_CODE_MAX_OUTPUT_TOKENS: '8000' } })));
  it('Claude Code with a large window', () => agrees(claude({ model: 'claude-opus-4-7' })));
  it('Codex with model_auto_compact_token_limit', () => {
    const config = 'model_auto_compact_token_limit = 100000';
    const codex = new Codex(sandbox, server, { model: 'gpt-5.2-codex', config });
    return agrees(() => codex.open());
  });
  it('Gemini CLI with model.compressionThreshold', () => {
    const settings = { model: { compressionThreshold: 0.3 } };
    const gemini = new Gemini(sandbox, server, { model: 'gemini-2.5-pro', settings });
    return agrees(() => gemini.open());
  });
});
