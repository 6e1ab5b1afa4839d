/** The plugin for Claude Code and Codex: made from the same tables as a connection, with the npm package's bundles. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { hooks as claudeCode } from '../../../src/core/agents/claude-code/hooks.ts';
import { SKILL } from '../../../src/core/agents/claude-code/skill.ts';
import { hooks as codex } from '../../../src/core/agents/codex/hooks.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { cleanEnvironment } from '../../harness/processes.mjs';
import { newFolder, removeFolders } from '../support/folders.ts';

interface Hooks {
  readonly hooks: Readonly<
    Record<string, readonly { readonly hooks: readonly { readonly command: string }[] }[]>
  >;
}

describe('the plugin', function () {
  this.timeout(60_000);
  let folder = '';
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const json = (file: string): unknown => JSON.parse(read(file));

  before(() => {
    folder = join(newFolder(), 'it is a plugin');
    execFileSync(process.execPath, [join(projectFolder, 'scripts/pack-plugins.mjs'), folder]);
  });
  after(removeFolders);

  it('has the version of package.json, and each file that its manifests name', () => {
    const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    const own = ['.claude-plugin/plugin.json', '.codex-plugin/plugin.json'].map(json) as Record<
      string,
      unknown
    >[];
    deepStrictEqual(
      own.map((manifest) => [manifest.name, manifest.version]),
      [
        ['ninefold', version],
        ['ninefold', version],
      ],
    );
    for (const key of ['hooks', 'skills', 'mcpServers'])
      ok(existsSync(join(folder, String(own[1]?.[key]))), key);
    strictEqual(read('skills/ninefold/SKILL.md'), SKILL);
    ok(!readdirSync(join(folder, 'dist')).includes('extension.js'));
  });

  it('starts the server of Codex from where Codex installs it, without a shell', async () => {
    const { version } = json('.codex-plugin/plugin.json') as { readonly version: string };
    const { mcpServers } = json('codex/mcp.json') as {
      readonly mcpServers: {
        readonly ninefold: { command: string; args: string[]; env_vars: readonly string[] };
      };
    };
    const { command, args, env_vars: passed } = mcpServers.ninefold;
    strictEqual(command, 'node');
    deepStrictEqual(passed, ['CODEX_HOME']);
    const home = newFolder();
    for (const [codexHome, variables] of [
      [join(home, '.codex'), {}],
      [join(home, 'moved'), { CODEX_HOME: join(home, 'moved') }],
    ] as const) {
      const place = join(codexHome, 'plugins', 'cache', 'ninefold', 'ninefold', version);
      cpSync(folder, place, { recursive: true });
      const client = new Client({ name: 'test', version: '1' });
      const env = {
        ...cleanEnvironment({ HOME: home, USERPROFILE: home, CODEX_HOME: undefined }),
        ...variables,
      };
      await client.connect(
        new StdioClientTransport({ command: process.execPath, args, env, cwd: newFolder(), stderr: 'pipe' }),
      );
      const { tools } = await client.listTools();
      ok(tools.some(({ name }) => name === 'get_workflow'));
      await client.close();
      rmSync(codexHome, { recursive: true });
    }
  });

  it('calls a hook for each event of the agent, whatever the path of its folder', () => {
    const files = [
      ['hooks/hooks.json', claudeCode, 'CLAUDE_PLUGIN_ROOT'],
      ['codex/hooks.json', codex, 'PLUGIN_ROOT'],
    ] as const;
    for (const [file, { events }, variable] of files) {
      const { hooks } = json(file) as Hooks;
      deepStrictEqual(Object.keys(hooks), Object.keys(events));
      const [end] = hooks.SessionEnd?.[0]?.hooks ?? [];
      const { status, stderr } = spawnSync('sh', ['-c', end?.command ?? 'exit 9'], {
        ...{ cwd: newFolder(), input: '{}', encoding: 'utf8' },
        env: { PATH: process.env.PATH, HOME: newFolder(), [variable]: folder },
      });
      deepStrictEqual([status, stderr], [0, '']);
    }
  });
});
