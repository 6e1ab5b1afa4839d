/** The plugin, installed by each agent's own program from a folder: its hooks and tools reach the model, alone and beside a connection. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../harness/paths.mjs';
import { ClaudeCode } from './claude-code.ts';
import { Codex } from './codex.ts';
import { eachInSandbox } from './each-in-sandbox.ts';
import { claudeProgram, codexProgram, type Program } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';

/** Begins what SessionStart tells of the workflow. */
const TOLD = /workflow:\\n/g;

describe('the plugin in a real agent', () => {
  let sandbox: Sandbox;
  let server: ModelServer;
  let plugin: string;
  eachInSandbox((place) => ({ sandbox, server } = place));
  beforeEach(async () => {
    plugin = join(sandbox.home, 'plugin');
    execFileSync(process.execPath, [join(projectFolder, 'scripts', 'pack-plugins.mjs'), plugin]);
    await sandbox.ninefoldOk('init', 'shop-7', 'Shop checkout');
  });

  async function manage(program: Program, ...args: readonly string[]): Promise<string> {
    const { code, out, err } = await sandbox.run(program, ['plugin', ...args], {});
    assert.equal(code, 0, `plugin ${args.join(' ')}: ${out}${err}`);
    return out;
  }

  /** Returns the body of the first main call. */
  const first = (): string => JSON.stringify(server.asked.find(({ kind }) => kind === 'main')?.body);

  for (const isConnected of [false, true])
    it(`Claude Code, ${isConnected ? 'connected too' : 'not connected'}`, async () => {
      const claude = new ClaudeCode(sandbox, server, { version: 'newest', model: 'claude-opus-4-6' });
      const program = claudeProgram('newest');
      await manage(program, 'validate', plugin);
      await manage(program, 'marketplace', 'add', plugin);
      await manage(program, 'install', 'ninefold@ninefold');
      if (isConnected) await sandbox.ninefoldOk('connect', 'claude-code');
      server.queue({ text: 'Done.', input: 20_000 });
      await claude.ask('Go on');
      assert.equal(first().match(TOLD)?.length, 1, 'the first request holds the workflow once');
      assert.match(first(), /mcp__plugin_ninefold_ninefold__get_workflow/);
      await manage(program, 'uninstall', 'ninefold@ninefold');
      assert.doesNotMatch(await manage(program, 'list'), /ninefold@ninefold/);
    });

  it('Codex', async () => {
    const codex = new Codex(sandbox, server, { model: 'gpt-5.2-codex' });
    await manage(codexProgram, 'marketplace', 'add', plugin);
    await manage(codexProgram, 'add', 'ninefold@ninefold');
    const terminal = await codex.openTrustingHooks();
    try {
      server.queue({ text: 'Answer 1.', input: 20_000 });
      await terminal.enter('prompt 1.', /Answer 1\./);
      assert.match(first(), /shop-7/, 'the first request holds the workflow');
      assert.match(first(), /get_workflow/);
    } finally {
      await terminal.close();
    }
    await manage(codexProgram, 'remove', 'ninefold@ninefold');
    assert.equal(existsSync(join(sandbox.home, '.codex/plugins/cache/ninefold/ninefold/0.1.0')), false);
  });
});
