import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from '../../../src/node/machine/cache-folder.ts';
import { statusLineText } from '../meter/status-line-text.ts';
import { failureLine } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { snapshotOf } from '../connect/tree-snapshot.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { Terminal } from './terminal.ts';
import { variablesFor } from '../support/platform.ts';

const LOCAL = '.claude/settings.local.json';

/** Passes its input on, and fails. Without what a shell would take apart between double quotes. */
const ECHO = `process.stdin.on('end', () => (console.error('oops'), (process.exitCode = 5))).pipe(process.stdout)`;

describe('ninefold connect, disconnect', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const shop = (): {
    readonly terminal: InProcessTerminal;
    readonly home: string;
    readonly folder: string;
  } => {
    const home = newFolder();
    const folder = join(home, 'a shop');
    mkdirSync(folder);
    return { terminal: new InProcessTerminal(folder, { HOME: home }), home, folder };
  };

  it('shows the difference, changes on demand, and takes everything back', async () => {
    const { terminal, home } = shop();
    const before = snapshotOf(home);
    const shown = await terminal.done('connect', 'claude-code', '--dry-run');
    match(shown, /^--- \/dev\/null\n\+\+\+ .*settings\.local\.json/);
    match(shown, /would be created: .*\.mcp\.json/);
    deepStrictEqual(snapshotOf(home), before);

    match(
      await terminal.done('connect', 'claude-code', '--skill'),
      /\ncreated: .*SKILL\.md\nClaude Code asks you once/,
    );
    strictEqual(
      await terminal.done('connect', 'claude-code', '--skill'),
      'claude-code is already connected\n',
    );
    const again = (await terminal.json('connect', 'claude-code')) as { applied: boolean; scope: string };
    deepStrictEqual([again.applied, again.scope], [false, 'project']);

    match(await terminal.done('disconnect', 'claude-code', '--dry-run'), /would be removed: /);
    writeFiles(terminal.home, { '.ninefold/responses/20260101-000000-000.log': 'an output' });
    match(await terminal.done('disconnect', 'claude-code'), /removed: .*\.mcp\.json/);
    deepStrictEqual(snapshotOf(home), before);
    strictEqual(await terminal.done('disconnect', 'claude-code'), 'claude-code is not connected\n');
  });

  it('connects for every folder out of one that has a workflow', async () => {
    const { terminal } = shop();
    await terminal.done('init', 'wf-001', 'Sign in');
    match(
      await terminal.done('connect', 'claude-code', '--user', '--dry-run'),
      /would be created: .*settings\.json/,
    );
    strictEqual(await terminal.done('disconnect', 'claude-code', '--user'), 'claude-code is not connected\n');
  });

  it('says which models the offered setting still concerns', async () => {
    const { terminal } = shop();
    match(
      await terminal.done('connect', 'claude-code', '--token-efficient-tools', '--dry-run'),
      /only Claude Sonnet 3\.7/,
    );
  });

  it('refuses what it cannot merge with file, line and what to do', async () => {
    const { terminal, home, folder } = shop();
    writeFiles(folder, { [LOCAL]: '{\n  "a": 1\n  "b" 2\n}\n' });
    const before = snapshotOf(home);
    const { code, error } = await terminal.run(['connect', 'claude-code']);
    deepStrictEqual(
      [code, error],
      [
        1,
        failureLine('settings-invalid', {
          file: join(folder, LOCAL),
          line: 3,
          reason: 'not valid JSON (comma expected)',
        }),
      ],
    );
    strictEqual((await terminal.run(['connect', 'emacs'])).code, 1);
    const ofUser = await terminal.run(['connect', 'cline']);
    deepStrictEqual([ofUser.code, ofUser.error], [1, failureLine('agent-user-only', { agent: 'Cline' })]);
    strictEqual((await terminal.run(['connect'])).code, 2);
    deepStrictEqual(snapshotOf(home), before);
  });

  it('is part of what `remove` takes back', async () => {
    const { terminal, home } = shop();
    const before = snapshotOf(home);
    await terminal.done('init', 'wf-001', 'Sign in');
    await terminal.done('connect', 'codex');
    match(await terminal.done('remove'), /remove \.codex\/config\.toml/);
    await terminal.done('remove', '--apply');
    deepStrictEqual(snapshotOf(home), before);
  });

  it('leaves no folder that it made, in whatever order connection and workflow begin and end', async () => {
    const init = ['init', 'wf-001', 'Sign in'];
    const connect = ['connect', 'claude-code'];
    for (const commands of [
      [connect, init, ['remove', '--apply']],
      [init, connect, ['remove', '--apply']],
      [connect, init, ['disconnect', 'claude-code'], ['remove', '--apply']],
    ]) {
      const { terminal, home } = shop();
      const before = snapshotOf(home);
      for (const words of commands) await terminal.done(...words);
      deepStrictEqual(snapshotOf(home), before);
    }
  });

  it('leaves no cache once nothing is connected, but the worktrees of agent tasks beside it', async () => {
    const { terminal, home } = shop();
    const cache = (name: string): string =>
      join(cacheFolder({ home, env: terminal.environment, platform: process.platform }), name);
    const fill = (): void => {
      for (const name of ['sessions/1.json', 'windows.json', 'worktrees/login/a.ts'])
        writeFiles(cache('.'), { [name]: '{}' });
    };
    await terminal.done('init', 'wf-001', 'Sign in');
    await terminal.done('connect', 'claude-code');
    await terminal.done('connect', 'codex');
    fill();
    await terminal.done('disconnect', 'codex');
    ok(existsSync(cache('windows.json')));
    await terminal.done('disconnect', 'claude-code');
    deepStrictEqual(readdirSync(cache('.')), ['worktrees']);
    fill();
    await terminal.done('remove', '--apply');
    deepStrictEqual(readdirSync(cache('.')), ['worktrees']);
    ok(existsSync(cache('worktrees/login/a.ts')));
    strictEqual(existsSync(join(home, '.ninefold')), false);
  });

  it('stores what the agent gives its status line, and the meter shows it', async () => {
    const { terminal, home, folder } = shop();
    await terminal.done('init', 'wf-001', 'Sign in');
    // What it names there is run.
    new Terminal(folder, { HOME: home }).done('connect', 'claude-code');
    const { statusLine } = JSON.parse(readFileSync(join(folder, LOCAL), 'utf8')) as {
      statusLine: { command: string };
    };
    const env = variablesFor(home);
    const input = statusLineText({ folder });
    const drawn = spawnSync('/bin/sh', ['-c', statusLine.command], {
      input,
      env,
      cwd: folder,
      encoding: 'utf8',
    });
    deepStrictEqual(
      [drawn.stderr, drawn.stdout],
      ['', 'Phase 1 - Requirements · 7% · 120,000 of 1,000,000 tokens (12%)\n'],
    );
    strictEqual(readFileSync(join(folder, '.claude/state/sessions/first.json'), 'utf8'), input);
    ok(!existsSync(join(home, '.ninefold/sessions/first.json')));
  });

  it('draws the line that base64 gives it, as on Windows, with the same input and exit code, in any shell', async () => {
    const { terminal, home, folder } = shop();
    mkdirSync(join(home, '.ninefold/sessions'), { recursive: true });
    const line = Buffer.from(`"${process.execPath}" -e "${ECHO}"`).toString('base64');
    const cli = join(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');
    const input = statusLineText({ folder });
    const env = variablesFor(home);
    const drawn = spawnSync(process.execPath, [cli, '--cwd', folder, 'statusline', 'own', line], {
      input,
      env,
      encoding: 'utf8',
    });
    deepStrictEqual([drawn.status, drawn.stdout, drawn.stderr], [5, input, 'oops\n']);
    ok(existsSync(join(home, '.ninefold/sessions/first.json')));
    strictEqual((await terminal.run(['statusline'])).code, 0);
  });
});
