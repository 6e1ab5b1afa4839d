/** The whole loop with each real agent: start, phases, levels, handoff before its compaction, and the next session. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClaudeCode } from './claude-code.ts';
import { Codex } from './codex.ts';
import { eachInSandbox } from './each-in-sandbox.ts';
import { Gemini } from './gemini.ts';
import type { ModelServer } from './model-server.ts';
import type { ToolUse, Turn } from './protocols/protocol.ts';
import type { Sandbox } from './sandbox.ts';
import type { Terminal } from './terminal.ts';

/** Text that only Ninefold's state has. */
const DECISION = 'Carts are kept in Postgres';

describe('the loop with a real agent', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  eachInSandbox((place) => ({ sandbox, server } = place));
  beforeEach(async () => {
    await sandbox.ninefoldOk('init', 'shop-7', 'Shop checkout', '--task', 'Let people pay');
  });

  /** Returns the body of the newest main call. */
  const newest = (): string => JSON.stringify(server.asked.findLast(({ kind }) => kind === 'main')?.body);

  /** One prompt, whose answer has some tokens. */
  let prompts = 0;
  async function say(terminal: Terminal, turn: Partial<Turn> & { readonly input: number }): Promise<void> {
    prompts += 1;
    // Some agents count the output as used.
    server.queue({ text: `Answer ${prompts}.`, output: 0, ...turn });
    await terminal.enter(`prompt ${prompts}.`, new RegExp(`Answer ${prompts}\\.`));
  }

  /** A prompt whose figures the agent has written down: it does so some time after it showed the answer. */
  async function sayAndSettle(terminal: Terminal, input: number): Promise<void> {
    await say(terminal, { input });
    while ((await sandbox.ninefoldJson('meter')).tokens !== input);
  }

  const handoffs = async (): Promise<number> => {
    const { out } = await sandbox.ninefold('handoff', 'list', '--json');
    return (JSON.parse(out) as unknown[]).length;
  };

  it('Claude Code', async () => {
    await sandbox.ninefoldOk('connect', 'claude-code');
    await sandbox.ninefoldOk('decision', 'add', 'carts', DECISION, 'one store');
    writeFileSync(join(sandbox.folder, 'cart.ts'), 'export const cart = 1;\n');
    const permissions = { defaultMode: 'default', allow: ['Read', 'mcp__ninefold'] };
    const claude = new ClaudeCode(sandbox, server, {
      version: 'newest',
      model: 'claude-opus-4-6',
      settings: { permissions },
    });

    const terminal = await claude.open();
    try {
      await say(terminal, { input: 20_000 });
      assert.match(newest(), /shop-7/, 'the first request holds the workflow');
      assert.match(newest(), new RegExp(DECISION));

      // In the middle of a turn. The agent may write its transcript after the first batch of tools.
      const read = [{ name: 'Read', input: { file_path: join(sandbox.folder, 'cart.ts') } }];
      server.queue({ tools: read, input: 151_000 }, { tools: read, input: 151_200 });
      await sayAndSettle(terminal, 152_000);
      assert.match(newest(), /151,[02]00 of 200,000/, 'the warning is told within the turn');

      await sayAndSettle(terminal, 158_000);
      await say(terminal, { input: 159_000 });
      assert.match(newest(), /158,000 of 200,000/, 'the suggestion is told with the next prompt');
      assert.equal(await handoffs(), 1);

      await sayAndSettle(terminal, 164_000);
      await say(terminal, { input: 165_000 });
      assert.match(newest(), /164,000 of 200,000/, 'the last level is told with the next prompt');
      assert.equal(await handoffs(), 2);

      // An agent's own record, with the tool's answer in the next request.
      const record = [{ name: 'mcp__ninefold__add_next_step', input: { text: 'Refund a cart' } }];
      server.queue({ tools: record, input: 165_500 });
      await sayAndSettle(terminal, 169_000);
      assert.match(newest(), /Refund a cart/);

      // Above its point: it compacts before the next call, which has the workflow again.
      await say(terminal, { input: 30_000 });
      const kinds = server.asked.map(({ kind }) => kind);
      const compaction = server.asked[kinds.indexOf('compaction')];
      assert.match(JSON.stringify(compaction?.body), /Keep this line in the summary/);
      assert.match(newest(), /SUMMARY-OF-THE-WORK/);
      assert.match(newest(), /shop-7/);

      await terminal.enter('/exit', /./);
      assert.equal(await terminal.ended(), 0);
    } finally {
      await terminal.close();
    }
    await assertNothingLost();

    const next = await claude.open();
    try {
      await say(next, { input: 20_000 });
      assert.match(newest(), /shop-7/, 'the first request of the next session holds the workflow');
      assert.match(newest(), /Refund a cart/);
    } finally {
      await next.close();
    }
  });

  it('Codex', async () => {
    await sandbox.ninefoldOk('connect', 'codex');
    await sandbox.ninefoldOk('decision', 'add', 'carts', DECISION, 'one store');
    const config = 'model_auto_compact_token_limit = 200000';
    const codex = new Codex(sandbox, server, { model: 'gpt-5.2-codex', config });
    await goRound({
      openFirst: () => codex.openTrustingHooks(),
      open: () => codex.open(),
      tool: { name: 'exec_command', input: { cmd: 'echo looked' } },
      isToldWithTheSummary: true,
    });
  });

  it('Gemini CLI', async () => {
    await sandbox.ninefoldOk('connect', 'gemini');
    await sandbox.ninefoldOk('decision', 'add', 'carts', DECISION, 'one store');
    const gemini = new Gemini(sandbox, server, { model: 'gemini-2.5-pro' });
    await goRound({
      openFirst: () => gemini.open(),
      open: () => gemini.open(),
      tool: { name: 'list_directory', input: { dir_path: '.' } },
      // It has no hook between the compression and the call after it.
      isToldWithTheSummary: false,
    });
  });

  interface Round {
    readonly openFirst: () => Promise<Terminal>;
    readonly open: () => Promise<Terminal>;
    /** A tool that needs nobody's permission. */
    readonly tool: ToolUse;
    /** Whether the first call after the compaction has the workflow; otherwise the next turn's has it. */
    readonly isToldWithTheSummary: boolean;
  }

  /** From the first prompt to the next session, by levels of the agent's own window and point. */
  async function goRound({ openFirst, open, tool, isToldWithTheSummary }: Round): Promise<void> {
    const terminal = await openFirst();
    try {
      await sayAndSettle(terminal, 20_000);
      assert.match(newest(), /shop-7/, 'the first request holds the workflow');
      assert.match(newest(), new RegExp(DECISION));
      const levels = await levelsOf();

      // In the middle of a turn. The agent may write its transcript after the first batch of tools.
      const warned = levels.warning + 1_000;
      const turn = { tools: [tool], output: 0 };
      server.queue({ ...turn, input: warned }, { ...turn, input: warned + 100 });
      await sayAndSettle(terminal, warned + 200);
      assert.match(newest(), told(warned, warned + 100), 'the warning is told within the turn');

      for (const [count, tokens] of [levels.suggest + 1_000, levels.force + 1_000].entries()) {
        await sayAndSettle(terminal, tokens);
        await say(terminal, { input: tokens + 100 });
        assert.match(newest(), told(tokens, tokens), 'a level is told with the next prompt');
        assert.equal(await handoffs(), count + 1);
      }
      await sandbox.ninefoldOk('next', 'add', 'Refund a cart');

      await sayAndSettle(terminal, levels.compactsAt + 4_000);
      await say(terminal, { input: 30_000 });
      const kinds = server.asked.map(({ kind }) => kind);
      assert.ok(kinds.includes('compaction'), 'the agent compacts');
      assert.equal(await handoffs(), 3, 'the last handoff is of right before it');
      assert.match(newest(), /SUMMARY-OF-THE-WORK/);
      if (!isToldWithTheSummary) await say(terminal, { input: 31_000 });
      assert.match(newest(), /Refund a cart/);

      assert.equal(await terminal.leave('/quit'), 0);
    } finally {
      await terminal.close();
    }
    await assertNothingLost();

    const next = await open();
    try {
      await say(next, { input: 20_000 });
      assert.match(newest(), /shop-7/, 'the first request of the next session holds the workflow');
      assert.match(newest(), /Refund a cart/);
    } finally {
      await next.close();
    }
  }

  /** Where the levels begin, by what the meter says of the window and of the agent's point. */
  async function levelsOf() {
    const { window, compactsAt } = (await sandbox.ninefoldJson('meter')) as Record<string, number>;
    assert.ok(window !== undefined && compactsAt !== undefined);
    const lead = compactsAt < window / 2 ? compactsAt : window;
    const levelAt = (percent: number, before: number): number =>
      Math.ceil(Math.min((window * percent) / 100, compactsAt - (lead * before) / 100));
    return { warning: levelAt(75, 8), suggest: levelAt(85, 5), force: levelAt(90, 2), compactsAt };
  }

  /** A level as the model is told it, with either number. */
  function told(...tokens: readonly number[]): RegExp {
    return new RegExp(`(?:${tokens.map((count) => count.toLocaleString('en-US')).join('|')}) of `);
  }

  async function assertNothingLost(): Promise<void> {
    const { sessionId } = await sandbox.ninefoldJson('meter');
    const journal = readFileSync(
      join(sandbox.folder, '.claude/state/workflows/shop-7.journal.jsonl'),
      'utf8',
    );
    const ended = journal.split('\n').find((line) => line.includes('"session.ended"'));
    assert.match(ended ?? '', new RegExp(String(sessionId)));
    const { code, out, err } = await sandbox.ninefold('verify');
    assert.equal(code, 0, out + err);
  }
});
