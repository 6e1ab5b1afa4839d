import { deepStrictEqual, doesNotMatch, match, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommandLine } from '../../../src/cli/run.ts';
import { causePattern, failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal, bringBundles } from '../support/in-process.ts';

const FILE = '.claude/ninefold.json';
const AGENT = { CLAUDECODE: '1' };
const LOOSE = {
  approvedBy: 'anyone',
  levels: { warning: 60, force: 99 },
  tasks: { place: 'workspace' },
  taskCommands: { 'claude-code': [process.execPath, '-e', 'require("node:fs").writeFileSync("ran", "")'] },
};

interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

interface Caller {
  readonly env?: NodeJS.ProcessEnv;
  readonly isTerminal?: boolean;
}

/** A folder whose `ninefold.json` came with its repository, on a machine where nobody accepted anything. */
class Cloned {
  readonly folder = newFolder();
  readonly home = newFolder();

  constructor(rules: unknown = LOOSE) {
    bringBundles();
    this.brings(rules);
  }

  brings(rules: unknown): void {
    writeFiles(this.folder, { [FILE]: JSON.stringify(rules) });
  }

  async run(line: string, { env = {}, isTerminal = false }: Caller = {}): Promise<Run> {
    let [out, error] = ['', ''];
    const code = await runCommandLine({
      argv: line.split(' '),
      cwd: this.folder,
      environment: { PATH: process.env.PATH, HOME: this.home, ...env },
      home: this.home,
      readInput: () => Promise.resolve(''),
      isTerminal,
      writeOut: (text) => (out += text),
      writeError: (text) => (error += text),
    });
    return { code, out, error };
  }

  async done(line: string, caller: Caller = {}): Promise<Run> {
    const run = await this.run(line, caller);
    strictEqual(run.code, 0, run.error);
    return run;
  }

  async waiting(): Promise<readonly string[]> {
    const { waiting } = JSON.parse((await this.done('config --json')).out) as { waiting: { key: string }[] };
    return waiting.map(({ key }) => key);
  }
}

describe('rules that a repository brings, on the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('are shown with what they say, what holds and where they stand', async () => {
    const cloned = new Cloned();
    const { out } = await cloned.done('config');
    match(out, /^levels\.warning +60 +\.claude\/ninefold\.json:1$/m);
    match(out, /^levels\.force +90 +default \(waits\)$/m);
    match(out, /^approvedBy +"person" +default \(waits\)$/m);
    match(out, /^ {2}approvedBy: "person" → "anyone" {2}\.claude\/ninefold\.json:1$/m);
    match(out, /^ {2}taskCommands\.claude-code runs \[".+writeFileSync.+\] instead of \["claude",/m);
    const json = JSON.parse((await cloned.done('config --json')).out) as Record<string, unknown>;
    deepStrictEqual(
      [(json.rules as typeof LOOSE).approvedBy, (json.rules as typeof LOOSE).taskCommands, json.set],
      [
        'person',
        {},
        ['levels.warning', 'levels.force', 'approvedBy', 'tasks.place', 'taskCommands.claude-code'],
      ],
    );
    deepStrictEqual((json.waiting as unknown[])[0], { key: 'levels.force', says: 99, holds: 90, line: 1 });
    const got = await cloned.done('config get approvedBy');
    strictEqual(got.out, 'person\n');
    match(got.error, /^ninefold: approvedBy: "person" → "anyone": not accepted on this machine/);
  });

  it('let no agent approve, and say why', async () => {
    const cloned = new Cloned();
    await cloned.done('init wf-001 Login');
    const { out, error } = await cloned.done('approve', { env: AGENT });
    match(out, /^submitted phase 1\n/);
    match(error, failurePattern('rules-waiting', { names: 'approvedBy' }));
  });

  it('run nothing, and name what they would run', async () => {
    const cloned = new Cloned();
    await cloned.done('init wf-001 Login');
    const args = 'tasks create tests --output tests/ --place workspace';
    for (const line of [args, `${args} --agent claude-code`]) {
      const { code, error } = await cloned.run(line);
      strictEqual(code, 1);
      match(error, failurePattern('task-command-waiting', { command: /\[".+","-e","require.+\]/ }));
    }
    await cloned.done('config set taskCommands.claude-code ["true"]');
    await cloned.done(args);
    cloned.brings(LOOSE);
    const { code, error } = await cloned.run('tasks run tests');
    deepStrictEqual([code, existsSync(join(cloned.folder, 'ran'))], [1, false]);
    match(error, /writeFileSync/);
  });

  it('are accepted at a terminal, where the same list is shown, and wait again once they change', async () => {
    const cloned = new Cloned();
    const { out } = await cloned.done('config trust', { isTerminal: true });
    match(
      out,
      /^levels\.force: 90 → 99\napprovedBy: "person" → "anyone"\ntasks\.place: .+\ntaskCommands\.claude-code runs /,
    );
    deepStrictEqual(await cloned.waiting(), []);
    strictEqual((await cloned.done('config get approvedBy')).out, 'anyone\n');
    strictEqual((await cloned.done('config trust', { isTerminal: true })).out, 'no rules to accept\n');
    cloned.brings({ ...LOOSE, levels: { force: 100 } });
    deepStrictEqual(await cloned.waiting(), ['levels.force']);
  });

  it('run, once accepted, what is told before it is run', async () => {
    const cloned = new Cloned();
    await cloned.done('config trust', { isTerminal: true });
    await cloned.done('init wf-001 Login');
    await cloned.done('tasks create tests --output tests/');
    const { error } = await cloned.done('tasks run tests');
    match(error, /^ninefold: running \[".+","-e","require.+\] in ./);
    strictEqual(existsSync(join(cloned.folder, 'ran')), true);
  });

  it('are accepted by no agent, without no terminal, and with no further word', async () => {
    const cloned = new Cloned();
    const refused = [
      await cloned.run('config trust', { env: AGENT, isTerminal: true }),
      await cloned.run('config trust', { env: { GEMINI_CLI: '1' } }),
      await cloned.run('config trust'),
      await cloned.run('config trust now', { isTerminal: true }),
      await cloned.run('config trust --yes', { isTerminal: true }),
    ];
    deepStrictEqual(
      refused.map(({ code, out }) => [code, out]),
      [1, 1, 1, 2, 2].map((code) => [code, '']),
    );
    strictEqual((await cloned.waiting()).length, 4);
    strictEqual(existsSync(join(cloned.home, '.ninefold')), false);
  });

  it('are not loosened by an agent, which may make them stricter', async () => {
    const cloned = new Cloned({});
    const refused = [
      'levels.force 99',
      'windows.* 1000000',
      'retention.completedDays 0',
      'estimateFactors.* 0.1',
      'tasks.place workspace',
      'tasks.agent mine',
      'approvedBy anyone',
      'taskCommands.mine ["sh"]',
    ];
    for (const words of refused)
      strictEqual((await cloned.run(`config set ${words}`, { env: AGENT })).code, 1, words);
    strictEqual(readFileSync(join(cloned.folder, FILE), 'utf8'), '{}');
    match(
      (await cloned.run('config set levels.force 99', { env: AGENT })).error,
      failurePattern('rule-loosens', { key: 'levels.force', value: 99 }),
    );
    await cloned.done('config set levels.force 80', { env: AGENT });
    await cloned.done('config set retention.completedDays 60', { env: AGENT });
    strictEqual((await cloned.done('config get levels.force')).out, '80\n');
  });

  it('hold where a person sets them, and wake no other that waits', async () => {
    const cloned = new Cloned();
    await cloned.done('config set approvedBy anyone');
    deepStrictEqual(await cloned.waiting(), ['levels.force', 'tasks.place', 'taskCommands.claude-code']);
    await cloned.done('config unset approvedBy');
    cloned.brings(LOOSE);
    deepStrictEqual((await cloned.waiting()).includes('approvedBy'), true);
  });

  it('are forgotten once Ninefold is removed from the folder', async () => {
    const home = newFolder();
    const terminal = new InProcessTerminal(newFolder(), { HOME: home });
    terminal.trusts({ approvedBy: 'anyone' });
    await terminal.done('init', 'wf-001', 'Login');
    await terminal.done('remove', '--apply');
    strictEqual(existsSync(join(home, '.ninefold')), false);
    writeFiles(terminal.folder, { [FILE]: '{ "approvedBy": "anyone" }' });
    strictEqual(await terminal.done('config', 'get', 'approvedBy'), 'person\n');
  });

  it('say that the record of what was accepted is damaged, and are not accepted over it', async () => {
    const cloned = new Cloned();
    writeFiles(cloned.home, { '.ninefold/accepted-rules.json': '{' });
    match(
      (await cloned.done('config')).error,
      /accepted-rules\.json:1: this isn't a record of accepted rules/,
    );
    const { code, error } = await cloned.run('config trust', { isTerminal: true });
    strictEqual(code, 3);
    match(error, /accepted-rules\.json:1/);
  });

  it('are said where they matter and nowhere else', async () => {
    const cloned = new Cloned({ ...LOOSE, windows: { '*': 1_000_000 }, retention: { completedDays: 0 } });
    await cloned.done('init wf-001 Login');
    match(
      (await cloned.done('meter')).error,
      causePattern('rules-waiting', { names: 'levels.force, windows' }),
    );
    match(
      (await cloned.done('banner')).error,
      causePattern('rules-waiting', { names: 'levels.force, windows' }),
    );
    match(
      (await cloned.done('handoff clean')).error,
      causePattern('rules-waiting', { names: 'retention.completedDays' }),
    );
    match((await cloned.done('tasks list')).error, causePattern('rules-waiting', { names: 'tasks.place' }));
    for (const line of ['status', 'list', 'approve'])
      doesNotMatch((await cloned.done(line)).error, causePattern('rules-waiting'));
  });
});
