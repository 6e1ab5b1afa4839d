/** What Ninefold sees of a real session without being told: evidence at the gates, and a handoff without a workflow. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lackText } from '../../src/core/workflow/evidence-words.ts';
import type { MissingEvidence } from '../../src/core/workflow/state.ts';
import { ClaudeCode } from './claude-code.ts';
import { eachInSandbox } from './each-in-sandbox.ts';
import type { ModelServer } from './model-server.ts';
import type { ToolUse } from './protocols/protocol.ts';
import type { Sandbox } from './sandbox.ts';

const INPUT = 20_000;
/** Of Node.js alone, so that nothing has to be installed. */
const MANIFEST = { name: 'shop', scripts: { test: 'node --test' } };
const TEST_FILE =
  "const { test } = require('node:test');\nconst { equal } = require('node:assert');\nconst { add } = require('./cart.js');\n" +
  "test('adds', () => equal(add(1, 2), 3));\n";
const cart = (body: string): string => `exports.add = (a, b) => ${body};\n`;

describe('the work of a real agent', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  let claude: ClaudeCode;
  eachInSandbox((place) => ({ sandbox, server } = place));
  beforeEach(async () => {
    await sandbox.ninefoldOk('connect', 'claude-code');
    writeFileSync(join(sandbox.folder, 'package.json'), JSON.stringify(MANIFEST));
    claude = new ClaudeCode(sandbox, server, {
      version: 'newest',
      model: 'claude-opus-4-6',
      settings: {
        permissions: {
          defaultMode: 'default',
          allow: ['Bash', 'Write', 'TodoWrite', 'TaskCreate', 'mcp__ninefold'],
        },
      },
    });
  });

  const bash = (command: string): ToolUse => ({ name: 'Bash', input: { command, description: 'Run it' } });
  const write = (name: string, content: string): ToolUse => ({
    name: 'Write',
    input: { file_path: join(sandbox.folder, name), content },
  });
  /** Claude Code overwrites only a file that it has read in the session. */
  const look = (): ToolUse => ({ name: 'Read', input: { file_path: join(sandbox.folder, 'cart.js') } });
  /** The body of the newest main call. */
  const newest = (): string => JSON.stringify(server.asked.findLast(({ kind }) => kind === 'main')?.body);

  /** One prompt of a session of its own, in which the model calls tools one after the other. */
  async function work(...tools: readonly ToolUse[]): Promise<void> {
    server.queue(...tools.map((tool) => ({ tools: [tool], input: INPUT })), {
      text: 'Did it.',
      input: INPUT,
    });
    assert.equal((await claude.ask('Go on with the cart')).result, 'Did it.');
  }

  const checks = async (): Promise<readonly unknown[]> => {
    const { checks: rows } = (await sandbox.ninefoldJson('status')) as {
      checks: readonly Record<string, unknown>[];
    };
    return rows.map(({ step, command, exitCode, result, grade, refuted }) =>
      [step, command, exitCode, result, grade, refuted].filter((value) => value !== undefined),
    );
  };

  /** Approves the current phase as a person, and returns what is said of its evidence. */
  async function approved(): Promise<string> {
    const { code, err } = await sandbox.ninefold('approve');
    assert.equal(code, 0, err);
    return err;
  }

  /** Requires that an approval of 5b would lack one of these, and leaves the workflow in 5b. */
  async function lacks(...lacking: readonly MissingEvidence[]): Promise<void> {
    const said = await approved();
    const isSaid = lacking.some((lack) => said.includes(lackText(lack, 'cli')));
    assert.ok(isSaid, `${lacking.join()}: ${said}`);
    await sandbox.ninefoldOk('phase', 'shop-7', '5b');
  }

  it('carries RED, GREEN, and REFACTOR with nothing told to Ninefold, and no lie fills a gate', async () => {
    await sandbox.ninefoldOk('init', 'shop-7', 'Shop checkout');
    await sandbox.ninefoldOk('phase', 'shop-7', '5a');
    await work(write('cart.test.js', TEST_FILE), write('cart.js', cart('a')), bash('npm test'));
    assert.deepEqual(await checks(), [['5a', 'npm test', 1, 'fail', 'observed']]);
    assert.doesNotMatch(await approved(), /unverified/);

    // What only looks like a pass: a print, a swallowed failure, a run without a test.
    await work(
      bash('echo "5 passing"'),
      bash('npm test || true'),
      bash('mv cart.test.js cart.txt'),
      bash('npm test'),
      bash('mv cart.txt cart.test.js'),
    );
    const ofGreen = (await checks()).filter((row) => Array.isArray(row) && row[0] === '5b');
    assert.ok(ofGreen.length > 0 && !JSON.stringify(ofGreen).includes('"pass"'), JSON.stringify(ofGreen));
    // The run without a test is unknown, and of other files; a slow machine may miss it, not the failure before it.
    await lacks('check-stale', 'check-not-passing');

    // A pass before the last edit.
    await work(look(), write('cart.js', cart('a + b')), bash('npm test'), write('cart.js', cart('a - b')));
    await lacks('check-stale');

    // A lie over MCP, while the run failed; and a claim by another command.
    const claim = (command: string): ToolUse => ({
      name: 'mcp__ninefold__record_evidence',
      input: { phase: '5b', command, exitCode: 0 },
    });
    await work(bash('npm test'), claim('npm test'), claim('true'));
    const refuted = (await checks()).some(
      (row) => Array.isArray(row) && row[0] === '5b' && row[1] === 'npm test' && row.at(-1) === true,
    );
    assert.ok(refuted, JSON.stringify(await checks()));
    await lacks('check-refuted');

    await work(look(), write('cart.js', cart('a + b')), bash('npm test'));
    assert.doesNotMatch(await approved(), /unverified/);
    await work(look(), write('cart.js', cart('b + a')), bash('npm test'));
    assert.doesNotMatch(await approved(), /unverified/);
    assert.equal((await sandbox.ninefoldJson('status')).phase, 6);
  });

  it('is handed over by one command in a folder without state, and reaches the next session', async () => {
    const todos = [{ content: 'Refund a cart', activeForm: 'Refunding a cart', status: 'pending' }];
    server.queue(
      { tools: [write('cart.test.js', TEST_FILE), write('cart.js', cart('a'))], input: INPUT },
      { tools: [bash('npm test')], input: INPUT },
      {
        tools: [{ name: 'TaskCreate', input: { subject: 'Refund a cart', description: 'Refund it' } }],
        input: INPUT,
      },
      { tools: [{ name: 'TodoWrite', input: { todos } }], input: INPUT },
      { text: 'Work so far.', input: INPUT },
    );
    const terminal = await claude.open();
    try {
      await terminal.enter('Add a cart to the shop', /Work so far\./);
      assert.equal(existsSync(join(sandbox.folder, '.claude/state')), false);
      await sandbox.ninefoldOk('handoff', 'create');
      const document = await sandbox.ninefoldOk('handoff', 'show');
      assert.match(document, /Add a cart to the shop|\*\*Task:\*\* Work/);
      for (const fact of ['cart.js', 'cart.test.js', 'npm test', 'failed', 'Refund a cart'])
        assert.ok(document.includes(fact), `${fact}: ${document}`);
    } finally {
      await terminal.close();
    }
    await claude.ask('Hello');
    assert.match(newest(), /handoff-session-claude-code-[0-9a-f]{8}\.md/);
  });
});
