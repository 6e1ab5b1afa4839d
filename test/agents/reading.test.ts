/**
 * One session of each real agent that runs models of any vendor: a file, a command that fails, a to-do, and a tool of
 * Ninefold's. Then what Ninefold reads of it, while it runs and after it ended.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../harness/paths.mjs';
import { copilotCli } from './copilot-cli.ts';
import { eachInSandbox } from './each-in-sandbox.ts';
import type { ModelServer } from './model-server.ts';
import { openCode } from './opencode.ts';
import { pi } from './pi.ts';
import type { ToolUse } from './protocols/protocol.ts';
import { qwenCode } from './qwen-code.ts';
import type { Sandbox } from './sandbox.ts';

const PROMPT = 'Add a cart to the shop';
const ANSWER = /Did it\./;
const TODO = 'Refund a cart';
const NEXT_STEP = 'Ship the cart';
/** The meter as the agent's own shell sees it, while the session runs. */
const COMMAND = `'${process.execPath}' '${join(projectFolder, 'dist', 'cli.js')}' meter --json > seen.json; exit 3`;
const WINDOW = 128_000;

interface Worked {
  readonly id: string;
  /** Returns a function that asks one prompt, waits for the answer, and lets the program end. */
  readonly start: (
    sandbox: Sandbox,
    server: ModelServer,
  ) => (prompt: string, answer: RegExp) => Promise<string>;
  readonly write: (path: string, content: string) => ToolUse;
  readonly runCommand: (command: string) => ToolUse;
  /** As its session keeps the prompt; absent if unchanged. */
  readonly kept?: (prompt: string) => string;
  /** Notes a to-do; absent if the agent has no list. */
  readonly note?: (text: string) => ToolUse;
  /** Ninefold's tool for a next step; absent if it can't be connected. */
  readonly nextStep?: (text: string) => ToolUse;
  /** Whether its hooks tell the model of the workflow. */
  readonly hasHooks: boolean;
  readonly windowSource: string;
  readonly compactsAt: number | null;
  /** Whether the session is known to have ended with the program; otherwise it is live for a while. */
  readonly isEndKnown: boolean;
}

const tool = (name: string, input: ToolUse['input']): ToolUse => ({ name, input });
const bash = (command: string): ToolUse => tool('bash', { command, description: 'Run it' });

const AGENTS: readonly Worked[] = [
  {
    id: 'copilot-cli',
    start: copilotCli,
    write: (path, file_text) => tool('create', { path, file_text }),
    runCommand: bash,
    note: (text) =>
      tool('sql', {
        description: 'Note a to-do',
        query: `INSERT INTO todos (id, title, status) VALUES ('refund', '${text}', 'in_progress')`,
      }),
    nextStep: (text) => tool('ninefold-add_next_step', { text }),
    hasHooks: true,
    windowSource: 'reported',
    compactsAt: null,
    isEndKnown: true,
  },
  {
    id: 'opencode',
    start: openCode,
    kept: (prompt) => `"${prompt}"`,
    write: (filePath, content) => tool('write', { filePath, content }),
    runCommand: bash,
    note: (content) =>
      tool('todowrite', { todos: [{ id: '1', content, status: 'in_progress', priority: 'high' }] }),
    nextStep: (text) => tool('ninefold_add_next_step', { text }),
    hasHooks: false,
    windowSource: 'setting',
    compactsAt: WINDOW - 8_000,
    isEndKnown: false,
  },
  {
    id: 'qwen-code',
    start: qwenCode,
    write: (file_path, content) =>
      tool('tool_call', { name: 'write_file', arguments: { file_path, content } }),
    runCommand: (command) => tool('run_shell_command', { command, is_background: false }),
    note: (content) => tool('todo_write', { todos: [{ id: '1', content, status: 'in_progress' }] }),
    nextStep: (text) => tool('tool_call', { name: 'mcp__ninefold__add_next_step', arguments: { text } }),
    hasHooks: true,
    windowSource: 'reported',
    compactsAt: WINDOW - 33_000,
    isEndKnown: true,
  },
  {
    id: 'pi',
    start: pi,
    write: (path, content) => tool('write', { path, content }),
    runCommand: (command) => tool('bash', { command }),
    hasHooks: false,
    windowSource: 'setting',
    compactsAt: null,
    isEndKnown: false,
  },
];

describe('a session of a real agent is read', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  eachInSandbox((place) => ({ sandbox, server } = place));

  async function work(agent: Worked): Promise<void> {
    await sandbox.ninefoldOk('init', 'shop-7', 'Shop checkout');
    const ask = agent.start(sandbox, server);
    if (agent.nextStep !== undefined) await sandbox.ninefoldOk('connect', agent.id);
    const tools = [
      agent.write(join(sandbox.folder, 'cart.js'), 'exports.cart = 1;\n'),
      agent.note?.(TODO),
      agent.nextStep?.(NEXT_STEP),
      agent.runCommand(COMMAND),
    ].filter((each) => each !== undefined);
    server.queue(...tools.map((each, index) => ({ tools: [each], input: 20_000 + index * 100 })), {
      text: 'Did it.',
      input: 21_000,
      cached: 20_000,
      output: 40,
    });
    assert.match(await ask(PROMPT, ANSWER), ANSWER);
  }

  async function assertActivity({ note, kept }: Worked): Promise<void> {
    const did = (await sandbox.ninefoldJson('activity')) as unknown as {
      readonly files: readonly { readonly path: string; readonly edits: number }[];
      readonly commands: readonly { readonly command: string; readonly exitCode: number | null }[];
      readonly todos: unknown;
      readonly prompts: readonly { readonly text: string }[];
    };
    assert.deepEqual(
      did.files.map(({ path, edits }) => [path, edits]),
      [[join(sandbox.folder, 'cart.js'), 1]],
    );
    assert.deepEqual(
      did.commands.map(({ command, exitCode }) => [command, exitCode]),
      [[COMMAND, 3]],
    );
    assert.deepEqual(did.todos, note === undefined ? [] : [{ text: TODO, status: 'in_progress' }]);
    assert.deepEqual(
      did.prompts.map(({ text }) => text),
      [kept?.(PROMPT) ?? PROMPT],
    );
  }

  for (const agent of AGENTS) {
    it(agent.id, async () => {
      await work(agent);
      const [first] = server.asked.filter(({ kind }) => kind === 'main');
      if (agent.hasHooks)
        assert.match(JSON.stringify(first?.body), /shop-7/, 'the first request holds the workflow');
      if (agent.nextStep !== undefined)
        assert.match(await sandbox.ninefoldOk('next', 'list'), new RegExp(NEXT_STEP));

      const seen = JSON.parse(readFileSync(join(sandbox.folder, 'seen.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      const meter = await sandbox.ninefoldJson('meter');
      assert.deepEqual([seen.agent, seen.sessionId, seen.live], [agent.id, meter.sessionId, true]);
      const { tokens, outputTokens, window, windowSource, compactsAt, live } = meter;
      assert.deepEqual(
        { tokens, outputTokens, window, windowSource, compactsAt, live },
        {
          tokens: 21_000,
          outputTokens: 40,
          window: WINDOW,
          windowSource: agent.windowSource,
          compactsAt: agent.compactsAt,
          live: !agent.isEndKnown,
        },
      );
      await assertActivity(agent);
    });
  }
});
