/** `ninefold check`, run as a person and as an agent run it. */

import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { shown } from '../support/platform.ts';
import { Terminal } from '../cli/terminal.ts';
import { countTokens } from './tokens.ts';

const NODE = process.execPath;
/** As many as are kept, of an earlier year. */
const OLDER_LOGS = Array.from({ length: 20 }, (_, at) => `20200101-000000-${100 + at}.log`);
const AGENT = { env: { CLAUDECODE: '1' } };

interface RecordedCheck {
  readonly step: string;
  readonly command: string;
  readonly exitCode: number;
  readonly grade: string;
  readonly source: string | null;
}

function checksOf(terminal: Terminal): readonly RecordedCheck[] {
  const text = readFileSync(join(terminal.folder, '.claude/state/workflows/wf-001.json'), 'utf8');
  return (JSON.parse(text) as { readonly checks: readonly RecordedCheck[] }).checks;
}

function logsOf(terminal: Terminal): readonly string[] {
  const folder = join(terminal.folder, '.claude/state/responses');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.log')) : [];
}

describe('ninefold check', () => {
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal(newFolder());
    terminal.done('init', 'wf-001', 'Feature');
  });
  afterEach(removeFolders);

  function check(...args: readonly string[]): ReturnType<Terminal['run']> {
    return terminal.run(['check', ...args]);
  }

  it('shows a person both streams, ends as the command did, and records it as witnessed', () => {
    const run = check('5b', '--', NODE, '-e', 'console.log("out"); console.error("err"); process.exit(3)');
    deepStrictEqual([run.code, run.out], [3, 'out\n']);
    match(run.error, /^err\nninefold: recorded for 5b; output in \.claude\/state\/responses\/\S+\.log\n$/);
    const [log = ''] = logsOf(terminal);
    const [recorded] = checksOf(terminal);
    deepStrictEqual(
      [recorded?.step, recorded?.exitCode, recorded?.grade, recorded?.source],
      ['5b', 3, 'witnessed', `.claude/state/responses/${log}`],
    );
    match(recorded?.command ?? '', /-e 'console\.log/);
  });

  it('tells an agent a summary, and gives the command its own options', () => {
    const script = 'console.log(process.argv.slice(1).join(" ")); console.log("\\n  0 passing (1ms)\\n")';
    const run = terminal.run(['check', NODE, '-e', script, '--', '--cwd', '/x', '--help'], AGENT);
    const lines = run.out.split('\n');
    deepStrictEqual(
      [run.code, run.error, lines[0], lines[1]],
      [0, '', 'exit 0; mocha: no tests ran', 'recorded for 1'],
    );
    match(lines[2] ?? '', /^log: \.claude\/state\/responses\/\d{8}-\d{6}-\d{3}\.log$/);
    match(
      readFileSync(join(terminal.folder, lines[2]?.slice('log: '.length) ?? ''), 'utf8'),
      /^--cwd \/x --help\n/,
    );
  });

  it('records a second run of the same command for an agent, too', () => {
    terminal.run(['evidence', 'add', '5b', '--command', `${NODE} -v`, '--exit', '0'], AGENT);
    terminal.run(['check', '5b', '--', NODE, '-v'], AGENT);
    const [claim, first] = checksOf(terminal);
    deepStrictEqual([claim?.grade, first?.grade], ['claimed', 'witnessed']);
    terminal.run(['check', '5b', '--', NODE, '-v'], AGENT);
    ok(checksOf(terminal)[1]?.source !== first?.source);
  });

  it('ends with 125 where it was refused, and runs nothing', () => {
    for (const args of [['no-such-program'], ['5d', '--', NODE, '-v'], ['./missing'], ['']]) {
      const run = check(...args);
      deepStrictEqual([run.code, run.out], [125, ''], args.join(' '));
    }
    deepStrictEqual([check().code, check('--unknown', 'x').code], [2, 2]);
    deepStrictEqual([checksOf(terminal), logsOf(terminal)], [[], []]);
  });

  it('never takes a program out of the workspace folder by its bare name', () => {
    writeFiles(terminal.folder, { 'bin/tool': '#!/bin/sh\necho planted\n' });
    chmodSync(join(terminal.folder, 'bin/tool'), 0o755);
    const env = { PATH: `${join(terminal.folder, 'bin')}:${process.env.PATH ?? ''}` };
    const bare = terminal.run(['check', 'tool'], { env });
    deepStrictEqual([bare.code, bare.out], [125, '']);
    match(bare.error, /bin\/tool, which is in the workspace folder/);
    strictEqual(terminal.run(['check', 'bin/tool'], { env }).out, 'planted\n');
  });

  it('runs, tells and records nothing where there is no workflow or its state is damaged', () => {
    const empty = new Terminal(newFolder());
    const run = empty.run(['check', NODE, '-e', 'process.exit(7)'], AGENT);
    strictEqual(run.code, 7);
    match(run.out, /^exit 7; no output\nnot recorded: no workflow is active\nlog: /);
    writeFiles(terminal.folder, { '.claude/state/workflows/wf-001.journal.jsonl': 'damaged\n' });
    const damaged = check(NODE, '-e', 'process.exit(7)');
    strictEqual(damaged.code, 7);
    match(damaged.error, /not recorded: .*wf-001/);
  });

  it('leaves a folder without state as it was, and keeps the newest outputs in the person’s own', () => {
    const folder = newFolder();
    const home = newFolder();
    const empty = new Terminal(folder, { HOME: home });
    const run = empty.run(['check', NODE, '-e', 'console.log(5); process.exit(3)'], AGENT);
    deepStrictEqual([run.code, readdirSync(folder)], [3, []]);
    const [, log = ''] = /^log: (.+)$/m.exec(run.out) ?? [];
    strictEqual(dirname(log), shown(join(home, '.ninefold/responses')));
    match(readFileSync(log, 'utf8'), /5/);
    if (process.platform !== 'win32') strictEqual(statSync(log).mode & 0o777, 0o600);
    writeFiles(home, Object.fromEntries(OLDER_LOGS.map((name) => [`.ninefold/responses/${name}`, 'old'])));
    empty.run(['check', NODE, '-v'], AGENT);
    const kept = readdirSync(dirname(log)).filter((name) => name.endsWith('.log'));
    deepStrictEqual([kept.length, kept.includes(OLDER_LOGS[0] ?? '')], [20, false]);
  });

  it('keeps no secret, whatever colours it', () => {
    const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const half = secret.length / 2;
    const coloured = `token ${secret.slice(0, half)}\u001b[31m${secret.slice(half)}\u001b[0m`;
    writeFiles(terminal.folder, { 'leak.js': `console.log(${JSON.stringify(coloured)})` });
    const run = terminal.run(['check', NODE, 'leak.js'], AGENT);
    match(run.out, /\[redacted: /);
    const [log = ''] = logsOf(terminal);
    const path = join(terminal.folder, '.claude/state/responses', log);
    const kept = readFileSync(path, 'utf8') + run.out + JSON.stringify(checksOf(terminal));
    doesNotMatch(kept, new RegExp(secret.slice(half)));
    if (process.platform !== 'win32') strictEqual(statSync(path).mode & 0o777, 0o600);
  });

  it('keeps outputs private where state is shared, and the newest of them only', () => {
    git(terminal.folder, 'init', '-q');
    terminal.done('share');
    writeFiles(terminal.folder, {
      '.claude/state/.gitignore': '.gitignore\norigin.json\nsessions/\n*.lock*\n',
    });
    terminal.trusts({ retention: { responses: 2 } });
    for (let at = 0; at < 3; at += 1) check(NODE, '-v');
    strictEqual(logsOf(terminal).length, 2);
    doesNotMatch(git(terminal.folder, 'status', '--porcelain', '-uall'), /responses/);
  });

  it('tells an agent at most 150 tokens of an output that says nothing', () => {
    const script = 'for (let i = 0; i < 9999; i++) console.log("zq" + i + "\u{1f44d}漢字".repeat(40))';
    const { out } = terminal.run(['check', NODE, '-e', script], AGENT);
    ok(countTokens(out) <= 150, out);
  });

  describe('which is to end', () => {
    it('ends though what its command left behind holds the pipe', () => {
      const left = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); setTimeout(() => process.exit(), 20000)'], { stdio: 'inherit', detached: true }).unref()`;
      const run = check(NODE, '-e', `${left}; console.log('done')`);
      deepStrictEqual([run.code, run.out], [0, 'done\n']);
    });

    it('passes a signal on, ends with the command, and records nothing of it', async () => {
      const script = `process.on('SIGTERM', () => process.exit(9)); console.log('ready'); setInterval(() => {}, 1000)`;
      const { code } = await signalled(['check', NODE, '-e', script], ['SIGTERM']);
      deepStrictEqual([code, checksOf(terminal)], [9, []]);
    });

    it('kills a command that ignores the signal once it is told again', async () => {
      const script = `process.on('SIGINT', () => console.log('no')); console.log('ready'); setInterval(() => {}, 1000)`;
      const { code } = await signalled(['check', NODE, '-e', script], ['SIGINT', 'SIGINT']);
      deepStrictEqual([code, checksOf(terminal)], [137, []]);
    });

    it('ends with 128 and the signal that ended its command', () => {
      const run = check(NODE, '-e', "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)");
      deepStrictEqual([run.code, checksOf(terminal)[0]?.exitCode], [143, 143]);
    });
  });

  /** Sends each signal once something was written since the one before. */
  async function signalled(
    args: readonly string[],
    signals: readonly NodeJS.Signals[],
  ): Promise<{ readonly code: number | null }> {
    const child = spawn(NODE, [resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js'), ...args], {
      cwd: terminal.folder,
      env: { PATH: process.env.PATH, HOME: newFolder() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const rest = [...signals];
    child.stdout.on('data', () => {
      const next = rest.shift();
      if (next !== undefined) child.kill(next);
    });
    return new Promise((done) => child.once('close', (code) => done({ code })));
  }
});
