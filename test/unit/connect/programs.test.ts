/** The programs that agents' settings point at, run as an agent runs them: by a shell. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import {
  chainedLine,
  hookCommand,
  isOurs,
  type Programs,
  statusLineCommand,
} from '../../../src/core/connect/commands.ts';
import { launcherCommandFile, launcherScript } from '../../../src/core/connect/scripts.ts';
import { installLauncher, refreshLauncher } from '../../../src/node/connect/launcher.ts';
import { programsOf } from '../../../src/node/settings/connection-place.ts';
import { statusLineText } from '../meter/status-line-text.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

/** Tells what it was given. */
const ECHO =
  'process.stdout.write(JSON.stringify([process.argv.slice(2), process.env.ELECTRON_RUN_AS_NODE]))';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

class Machine {
  /** With all that a shell takes for something else. */
  readonly home = join(newFolder(), `it's "my" $HOME`);
  readonly extensions = join(this.home, 'extensions');
  readonly cli = join(this.extensions, 'ninefold.ninefold-0.1.0', 'dist', 'cli.js');
  readonly programs: Programs = programsOf({
    home: this.home,
    env: {},
    platform: 'linux',
    claudeConfigDir: null,
    isProcessAlive: () => false,
  });

  async install(runtime = process.execPath): Promise<this> {
    this.extend('0.1.0');
    await installLauncher({ home: this.home, platform: 'linux' }, { runtime, cli: this.cli });
    return this;
  }

  extend(version: string, changedAt?: number): void {
    const cli = join(this.extensions, `ninefold.ninefold-${version}`, 'dist', 'cli.js');
    mkdirSync(dirname(cli), { recursive: true });
    writeFileSync(cli, version === '0.1.0' ? ECHO : `process.stdout.write('${version}')`);
    if (changedAt !== undefined) utimesSync(cli, changedAt, changedAt);
  }

  run(command: string, input = '', environment: NodeJS.ProcessEnv = {}): Run {
    // No Node on PATH, but what a shell needs.
    const env = { PATH: this.#tools(), HOME: this.home, ...environment };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
      input,
      env,
      encoding: 'utf8',
    });
    return { code: status, out: stdout, error: stderr };
  }

  #tools(): string {
    const folder = join(this.home, 'tools');
    mkdirSync(folder, { recursive: true });
    for (const name of ['cat', 'mv', 'rm', 'env', 'sed']) {
      const link = join(folder, name);
      rmSync(link, { force: true });
      const found = (process.env.PATH ?? '').split(':').find((path) => readdirOf(path).includes(name));
      symlinkSync(join(found ?? '/bin', name), link);
    }
    return folder;
  }
}

function readdirOf(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

const PLAIN = 'C:/Users/jo/.ninefold/bin';
const WINDOWS_SHELLS = ['bash', 'powershell'] as const;

describe('the launcher', () => {
  afterEach(removeFolders);

  it('runs the command line with VS Code’s own runtime, whatever the paths, without Node on PATH', async () => {
    const machine = await new Machine().install();
    const { code, out, error } = machine.run(`${hookCommand(machine.programs, 'SessionStart')} "a b" "it's"`);
    deepStrictEqual([code, error, JSON.parse(out)], [0, '', [['hook', 'SessionStart', 'a b', "it's"], '1']]);
  });

  it('finds the newest of the versions that took the place of the one it knew', async () => {
    const machine = await new Machine().install();
    rmSync(dirname(dirname(machine.cli)), { recursive: true });
    machine.extend('0.10.0', 2000);
    machine.extend('0.9.0', 1000);
    strictEqual(machine.run(hookCommand(machine.programs, 'SessionStart')).out, '0.10.0');
    await refreshLauncher(
      { home: machine.home, platform: 'linux' },
      { runtime: process.execPath, cli: machine.cli.replace('0.1.0', '0.9.0') },
      Date.now(),
    );
    strictEqual(machine.run(hookCommand(machine.programs, 'SessionStart')).out, '0.9.0');
  });

  it('is not there after a look that found none', async () => {
    const machine = new Machine();
    await refreshLauncher(
      { home: machine.home, platform: 'linux' },
      { runtime: process.execPath, cli: machine.cli },
      Date.now(),
    );
    deepStrictEqual(readdirOf(machine.home), []);
  });

  it('forgets what a session told that has been quiet for a month, and nothing else', async () => {
    const machine = await new Machine().install();
    const folder = join(machine.home, '.ninefold', 'sessions');
    const now = Date.parse('2026-03-31T12:00:00Z');
    const told = { 'old.json': 31, 'recent.json': 29, 'old.txt': 31 };
    for (const [name, days] of Object.entries(told)) {
      writeFiles(folder, { [name]: '{}' });
      const at = new Date(now - days * 86_400_000);
      utimesSync(join(folder, name), at, at);
    }
    const target = { runtime: process.execPath, cli: machine.cli };
    await refreshLauncher({ home: machine.home, platform: 'linux' }, target, now);
    deepStrictEqual(readdirSync(folder).sort(), ['old.txt', 'recent.json']);
  });

  it('ends quietly for an agent once the extension is gone, and says so to a person', async () => {
    const machine = await new Machine().install();
    rmSync(machine.extensions, { recursive: true });
    const hook = hookCommand(machine.programs, 'SessionEnd');
    deepStrictEqual(machine.run(hook, '{}'), { code: 0, out: '', error: '' });
    deepStrictEqual(machine.run(statusLineCommand(machine.programs, null), '{}'), {
      code: 0,
      out: '',
      error: '',
    });
    const { code, out, error } = machine.run(hook.replace('hook SessionEnd', 'mcp'));
    deepStrictEqual([code, out], [1, '']);
    match(error, /^ninefold: the Ninefold extension is gone; install it again/);
  });

  it('falls back to Node on PATH, and ends the same way without either', async () => {
    const machine = await new Machine().install('/gone/code');
    const hook = hookCommand(machine.programs, 'PreCompact');
    deepStrictEqual(machine.run(hook), { code: 0, out: '', error: '' });
    match(machine.run(hook.replace('hook PreCompact', 'status')).error, /Node\.js 20 or newer/);
    const withNode = machine.run(hook, '', { PATH: dirname(process.execPath) });
    deepStrictEqual(JSON.parse(withNode.out), [['hook', 'PreCompact'], null]);
  });

  it('is a batch file on Windows, where a percent sign of a path means nothing', () => {
    const target = {
      runtime: String.raw`C:\VS Code\Code.exe`,
      cli: String.raw`C:\50% off\ninefold.ninefold-0.1.0\dist\cli.js`,
    };
    const text = launcherCommandFile(target);
    const closed = text.indexOf('set "NoDefaultCurrentDirectoryInExePath=1"');
    ok(closed > 0 && closed < text.indexOf('\nnode '), 'node is not looked for in the current folder');
    ok(text.split('\r\n').length > 20 && !/[^\r]\n/.test(text));
    ok(text.includes(String.raw`set "NINEFOLD_CLI=C:\50%% off\ninefold.ninefold-0.1.0\dist\cli.js"`));
    ok(text.includes(String.raw`in ("C:\50%% off\ninefold.ninefold-*")`));
    ok(launcherScript(target).includes(String.raw`ninefold_runtime='C:\VS Code\Code.exe'`));
  });
});

describe('the status-line bridge', () => {
  afterEach(removeFolders);

  const own = (command: string) => ({ whose: 'own', command }) as const;
  const ECHOING = `cat; printf '|%s' "$NINEFOLD_TEST"; echo oops >&2; exit 3`;

  it('is recognized with the line that it continues with', () => {
    const lines = [null, own('a'), own(`it's "x" \\ $(y)\n`), { whose: 'inherited', command: 'x' } as const];
    const folder = "/home/it's me/.ninefold/bin";
    const kinds: readonly Programs[] = [
      { folder, isWindows: false },
      { folder, isWindows: true },
      ...WINDOWS_SHELLS.map((windowsShell) => ({ folder, isWindows: true, windowsShell })),
      ...WINDOWS_SHELLS.map((windowsShell) => ({ folder: PLAIN, isWindows: true, windowsShell })),
    ];
    for (const programs of kinds) {
      const commands = lines.map((line) => statusLineCommand(programs, line));
      deepStrictEqual(commands.map(chainedLine), lines);
      ok(commands.every(isOurs));
    }
    deepStrictEqual([chainedLine('~/line.sh'), isOurs('npx ninefold')], [undefined, false]);
  });

  it('stores what it was given beside itself and is the user’s own line in every respect', async () => {
    const machine = await new Machine().install();
    const input = `${statusLineText({ folder: '/nowhere/日本' })}\n\n`;
    const alone = machine.run(ECHOING, input, { NINEFOLD_TEST: 'x y' });
    const command = statusLineCommand(machine.programs, own(ECHOING));
    deepStrictEqual(machine.run(command, input, { NINEFOLD_TEST: 'x y' }), alone);
    deepStrictEqual([alone.code, alone.out, alone.error], [3, `${input}|x y`, 'oops\n']);
    const sessions = join(machine.home, '.ninefold', 'sessions');
    deepStrictEqual(readdirSync(sessions), ['first.json']);
    strictEqual(readFileSync(join(sessions, 'first.json'), 'utf8'), input);
    strictEqual(
      machine.run(statusLineCommand(machine.programs, own('env')), input).out.includes('ninefold_'),
      false,
    );
  });

  it('stores in the nearest state root of the project, and sweeps up what one that was ended left', async () => {
    const machine = await new Machine().install();
    const folder = join(dirname(machine.home), 'a work', 'shop', 'src');
    mkdirSync(folder, { recursive: true });
    const sessions = join(folder, '..', '.aura-frog', 'state', 'sessions');
    writeFiles(sessions, { 'current.json': '{}', 'first.json.77.tmp': 'half', 'other.json.77.tmp': 'half' });
    machine.run(statusLineCommand(machine.programs, own('cat')), statusLineText({ folder }));
    deepStrictEqual(readdirSync(sessions).toSorted(), ['current.json', 'first.json', 'other.json.77.tmp']);
  });

  it('stores nothing through a link in the place of a project’s folder of sessions', async () => {
    const machine = await new Machine().install();
    const folder = join(newFolder(), 'shop');
    const elsewhere = newFolder();
    writeFiles(elsewhere, { 'current.json': '{}' });
    mkdirSync(join(folder, '.claude/state'), { recursive: true });
    symlinkSync(elsewhere, join(folder, '.claude/state/sessions'));
    machine.run(statusLineCommand(machine.programs, own('cat')), statusLineText({ folder }));
    deepStrictEqual(readdirSync(elsewhere), ['current.json']);
    deepStrictEqual(readdirSync(join(machine.home, '.ninefold', 'sessions')), ['first.json']);
  });

  it('stores nothing in the home folder’s state root, by whatever link that is called', async () => {
    const machine = await new Machine().install();
    const sessions = join(machine.home, '.claude', 'state', 'sessions');
    writeFiles(sessions, { 'current.json': '{}' });
    mkdirSync(join(machine.home, 'shop'));
    const link = join(newFolder(), 'link');
    symlinkSync(machine.home, link);
    const command = statusLineCommand(machine.programs, own('cat'));
    // A path with escapes isn't read, as this home's is: by its link it is.
    machine.run(command, statusLineText({ folder: join(link, 'shop') }));
    deepStrictEqual(readdirSync(sessions), ['current.json']);
    deepStrictEqual(readdirSync(join(machine.home, '.ninefold', 'sessions')), ['first.json']);
  });

  it('runs the user’s own line with the same input where nothing can be stored', async () => {
    const machine = await new Machine().install();
    const sessions = join(machine.home, '.ninefold', 'sessions');
    const command = statusLineCommand(machine.programs, own('cat; exit 4'));
    const odd = [
      '',
      'not JSON',
      '{"session_id":7}',
      '{"session_id":"../../x","cwd":"/"}',
      '{"session_id":"',
      statusLineText({ sessionId: '' }),
      'x'.repeat(1_000_000),
    ];
    for (const input of odd) deepStrictEqual(machine.run(command, input), { code: 4, out: input, error: '' });
    deepStrictEqual(readdirSync(sessions), []);
    rmSync(sessions, { recursive: true });
    const input = statusLineText({});
    deepStrictEqual(machine.run(command, input), { code: 4, out: input, error: '' });
  });

  it('goes on with the user’s own line when the extension and every runtime are gone', async () => {
    const machine = await new Machine().install('/gone/code');
    rmSync(machine.extensions, { recursive: true });
    const command = statusLineCommand(machine.programs, own('echo mine'));
    deepStrictEqual(machine.run(command, statusLineText({})), { code: 0, out: 'mine\n', error: '' });
  });
});
