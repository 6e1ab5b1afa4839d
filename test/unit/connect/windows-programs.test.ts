/** What `connect` installs on Windows, run by its own shell: no POSIX shell is needed. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, win32 } from 'node:path';

import { hookCommand, statusLineCommand } from '../../../src/core/connect/commands.ts';
import { installLauncher } from '../../../src/node/connect/launcher.ts';
import { programsOf } from '../../../src/node/settings/connection-place.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { variablesFor } from '../support/platform.ts';

/** Writes its arguments, whether it runs as Node, and its input. */
const ECHO = `process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE, require('fs').readFileSync(0, 'utf8')]))`;

const onWindows = process.platform === 'win32' ? describe : () => undefined;

onWindows('the programs of a connection on Windows', function () {
  this.timeout(120_000);
  let home: string;
  let cli: string;

  beforeEach(() => {
    useHome('Jo & (x)');
  });
  afterEach(removeFolders);

  function useHome(name: string): void {
    home = join(newFolder(), name);
    cli = join(home, 'extensions', 'ninefold.ninefold-0.1.0', 'dist', 'cli.js');
    mkdirSync(dirname(cli), { recursive: true });
    writeFileSync(cli, ECHO);
  }

  const programs = () =>
    programsOf({ home, env: {}, platform: 'win32', claudeConfigDir: null, isProcessAlive: () => false });
  const install = (runtime = process.execPath) =>
    installLauncher({ home, platform: 'win32' }, { runtime, cli });

  /** Runs a command line like Node's `shell: true`. */
  function run(command: string, input = '{}', env: Record<string, string> = {}) {
    const shell = win32.join(process.env.SystemRoot ?? String.raw`C:\Windows`, 'System32', 'cmd.exe');
    const { status, stdout, stderr } = spawnSync(shell, ['/d', '/s', '/c', `"${command}"`], {
      windowsVerbatimArguments: true,
      input,
      env: { ...variablesFor(home), ...env },
      encoding: 'utf8',
    });
    return { code: status, out: stdout, error: stderr };
  }

  it('run the command line with the runtime that installed them, whatever the paths', async () => {
    await install();
    const { code, out, error } = run(hookCommand(programs(), 'SessionStart'), '{"a":1}');
    deepStrictEqual([code, error], [0, '']);
    deepStrictEqual(JSON.parse(out), [['hook', 'SessionStart'], '1', '{"a":1}']);
  });

  it('run where a folder has a percent sign', async () => {
    useHome('50% off');
    await install();
    strictEqual(run(hookCommand(programs(), 'SessionStart')).code, 0);
    strictEqual(run(hookCommand(programs(), 'SessionStart')).out.includes('SessionStart'), true);
  });

  it('give the person’s own status line on in base64, which no shell takes apart', async () => {
    await install();
    const line = { whose: 'own', command: 'echo "50%" & dir | more' } as const;
    const { out } = run(statusLineCommand(programs(), line));
    const [[command, whose, encoded = '']] = JSON.parse(out) as [string[]];
    deepStrictEqual(
      [command, whose, Buffer.from(encoded, 'base64').toString()],
      ['statusline', 'own', line.command],
    );
  });

  it('find the version that took the place of the one they knew', async () => {
    await install();
    const newer = cli.replace('0.1.0', '0.2.0');
    mkdirSync(dirname(newer), { recursive: true });
    writeFileSync(newer, `process.stdout.write('newer')`);
    rmSync(dirname(dirname(cli)), { recursive: true });
    strictEqual(run(hookCommand(programs(), 'SessionStart')).out, 'newer');
  });

  it('say nothing to an agent once the extension is gone, and say so to a person', async () => {
    await install();
    rmSync(dirname(dirname(cli)), { recursive: true });
    const hook = hookCommand(programs(), 'SessionEnd');
    deepStrictEqual(run(hook), { code: 0, out: '', error: '' });
    const { code, error } = run(hook.replace('hook SessionEnd', 'status'));
    strictEqual(code, 1);
    match(error, /the Ninefold extension is gone/);
  });

  it('run Node from the PATH without the runtime, and never one in the current folder', async () => {
    await install(String.raw`C:\gone\Code.exe`);
    const hook = hookCommand(programs(), 'PreCompact');
    deepStrictEqual(run(hook, '{}', { PATH: '' }), { code: 0, out: '', error: '' });
    const [words, asNode] = JSON.parse(run(hook, '{}', { PATH: dirname(process.execPath) }).out) as unknown[];
    deepStrictEqual([words, asNode], [['hook', 'PreCompact'], null]);
  });
});
