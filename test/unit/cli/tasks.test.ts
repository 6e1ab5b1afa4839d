import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { TaskView } from '../../../src/core/service/task-view.ts';
import { failureLine } from '../support/failure-texts.ts';
import { appears, gone } from '../support/processes.ts';
import { commitInto, git, newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { countTokens } from '../checks/tokens.ts';
import { Terminal } from './terminal.ts';

afterEach(removeFolders);

const AGENT = [
  "const fs = require('node:fs');",
  "fs.mkdirSync('tests', { recursive: true });",
  "fs.writeFileSync('tests/a.test.ts', 'test();\\n');",
  "fs.writeFileSync('extra.ts', 'x\\n');",
  "console.log('written');",
].join('\n');

/** A repository with a workflow, and `node` as the agents. */
async function project(): Promise<InProcessTerminal> {
  const terminal = new InProcessTerminal(newFolder(), { HOME: newFolder(), XDG_CACHE_HOME: newFolder() });
  commitInto(terminal.folder, { 'a.ts': 'a\n' });
  const commands = {
    good: [process.execPath, '-e', AGENT],
    bad: [process.execPath, '-e', 'process.exit(7)'],
  };
  terminal.trusts({ taskCommands: commands });
  await terminal.done('init', 'wf-001', 'Login');
  return terminal;
}

/** A process of its own on that project, to be ended from outside. */
function startOn({ folder, environment }: InProcessTerminal, args: readonly string[]): ChildProcess {
  return new Terminal(folder, environment).start(args);
}

describe('ninefold tasks', () => {
  it('makes, runs, shows, merges and discards a task', async () => {
    const terminal = await project();
    const made = await terminal.done('tasks', 'create', 'tests', '--output', 'tests/', '--agent', 'good');
    strictEqual(made, `created tests: ${join(terminal.folder, '.claude/state/agents/tests/task.md')}\n`);
    strictEqual(await terminal.done('tasks', 'list'), 'tests  open  Write Tests  (good)\n');
    strictEqual(
      await terminal.done('tasks', 'run', 'tests'),
      'written\ntests is finished; `ninefold tasks diff tests` shows what it wrote\n',
    );
    strictEqual(
      await terminal.done('tasks', 'diff', 'tests'),
      [
        'clean     added    extra.ts  (not declared)',
        'clean     added    tests/a.test.ts',
        '',
        '--- /dev/null',
        '+++ b/extra.ts',
        '@@ -0,0 +1 @@',
        '+x',
        '',
        '--- /dev/null',
        '+++ b/tests/a.test.ts',
        '@@ -0,0 +1 @@',
        '+test();',
        '',
      ].join('\n'),
    );
    const merged = await terminal.run(['tasks', 'merge', 'tests']);
    strictEqual(merged.out, 'tests/a.test.ts\n1 file merged, tests is merged; wf-001 is at revision 3\n');
    match(merged.error, /^ninefold: not merged: clean {5}added {4}extra\.ts {2}\(not declared\)\n/);
    strictEqual(await terminal.done('tasks', 'discard', 'tests'), 'deleted what was left of tests\n');
    strictEqual(git(terminal.folder, 'worktree', 'list').trim().split('\n').length, 1);
    strictEqual(
      await terminal.done('tasks', 'list'),
      'no agent tasks yet; create one with `ninefold tasks create`\n',
    );
    match(await terminal.done('tasks', 'list', '--all'), /^tests {2}merged/);
  });

  it('gives each step as one JSON document', async () => {
    const terminal = await project();
    const kinds = (value: unknown): unknown => Object.keys(value as object).sort();
    const made = await terminal.json(
      'tasks',
      'create',
      'tests',
      '--output',
      'tests/a.test.ts',
      '--agent',
      'good',
    );
    const listed = (await terminal.json('tasks', 'list')) as object[];
    const run = (await terminal.json('tasks', 'run', 'tests')) as { state: string };
    const diff = (await terminal.json('tasks', 'diff', 'tests')) as {
      path: string;
      state: string;
      isDeclared: boolean;
    }[];
    const merge = (await terminal.json('tasks', 'merge', 'tests', '--include-undeclared')) as {
      merged: unknown;
    };
    const discard = (await terminal.json('tasks', 'discard', 'tests')) as { state: string };
    deepStrictEqual(kinds(made), [...(kinds(listed[0]) as string[]), 'overlaps', 'uncommitted'].sort());
    strictEqual(run.state, 'finished');
    deepStrictEqual(
      diff.map(({ path, state, isDeclared }) => [path, state, isDeclared]),
      [
        ['extra.ts', 'clean', false],
        ['tests/a.test.ts', 'clean', true],
      ],
    );
    deepStrictEqual(merge.merged, ['extra.ts', 'tests/a.test.ts']);
    strictEqual(discard.state, 'merged');
  });

  it('answers an agent in 150 tokens: how a task ended, its last words and where the rest is', async () => {
    const terminal = await project();
    await terminal.done('tasks', 'create', 'tests', '--output', 'tests/', '--agent', 'good');
    for (let at = 0; at < 20; at += 1) {
      await terminal.done('tasks', 'create', '--id', `more-${at}`, '--output', `${at}.ts`, '--agent', 'bad');
    }
    const agent = new InProcessTerminal(terminal.folder, { ...terminal.environment, CLAUDECODE: '1' });
    const run = await agent.done('tasks', 'run', 'tests');
    match(
      run,
      /^tests: finished {2}\(good, .+, 2 files\)\n`ninefold tasks diff tests` shows .*\nwritten\nlog: \S+run-1\.log\n$/,
    );
    const listed = await agent.done('tasks', 'list');
    match(listed, /^tests {2}finished[^]*\nand \d+ more\n$/);
    ok(countTokens(run) <= 150 && countTokens(listed) <= 150, `${run}${listed}`);
  });

  it('says in one line what is wrong, with exit code 1, and 2 for what it does not know', async () => {
    const terminal = await project();
    await terminal.done('tasks', 'create', '--output', 'a.ts', '--agent', 'bad');
    const failed = await terminal.run(['tasks', 'run', 'task']);
    const log = join(terminal.folder, '.claude/state/agents/task/run-1.log');
    const [shown = '', ...error] = failed.error.split(/(?<=\n)/);
    match(shown, /^ninefold: running \["[^"]+","-e","process\.exit\(7\)"\] in .+\/task\n$/);
    deepStrictEqual(
      [failed.code, error.join('')],
      [1, failureLine('task-failed', { id: 'task', reason: 'it exited with code 7', log })],
    );
    for (const args of [
      ['tasks', 'run', 'nope'],
      ['tasks', 'merge', 'task'],
      ['tasks', 'cancel', 'task'],
      ['tasks', 'create', 'poem'],
    ]) {
      const { code, error: said } = await terminal.run(args);
      deepStrictEqual([code, said.split('\n').length], [1, 2], args.join(' '));
    }
    strictEqual((await terminal.run(['tasks'])).code, 2);
    strictEqual((await terminal.run(['tasks', 'run'])).code, 2);
  });

  it('leaves merging to a person, unless the rules say otherwise', async () => {
    const terminal = await project();
    await terminal.done('tasks', 'create', 'tests', '--output', 'tests/', '--agent', 'good');
    await terminal.done('tasks', 'run', 'tests', '--json');
    const agent = { env: { CLAUDECODE: '1' } };
    const refused = await terminal.run(['tasks', 'merge', 'tests'], agent);
    deepStrictEqual([refused.code, refused.error], [1, failureLine('task-merge-of-person')]);
    await terminal.done('config', 'set', 'approvedBy', 'anyone');
    strictEqual((await terminal.run(['tasks', 'merge', 'tests'], agent)).code, 0);
    const command = ['config', 'set', 'taskCommands.mine', '["sh"]'];
    strictEqual((await terminal.run(command, agent)).code, 1);
    strictEqual((await terminal.run(command)).out, 'set taskCommands.mine to ["sh"]\n');
  });

  it('leaves a task that goes on, and then one that was interrupted, when it and its agent are killed', async () => {
    const terminal = await project();
    const script =
      "require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => undefined, 1000)";
    const command = JSON.stringify([process.execPath, '-e', script]);
    await terminal.done('config', 'set', 'taskCommands.forever', command);
    await terminal.done('tasks', 'create', '--output', 'pid', '--agent', 'forever');
    const folder = (await terminal.done('tasks', 'prepare', 'task')).trim();
    const run = startOn(terminal, ['tasks', 'run', 'task', '--json']);
    const pid = Number(await appears(join(folder, 'pid')));
    // Who is killed before the agent is recorded can't be asked which one it was.
    const isRecorded = (text: string): boolean => text.includes('"process": {');
    await appears(join(terminal.folder, '.claude/state/agents/task/result.json'), isRecorded);
    const states = async (): Promise<unknown> =>
      ((await terminal.json('tasks', 'list')) as TaskView[]).map(({ state, failure }) => [state, failure]);
    run.kill('SIGKILL');
    await once(run, 'exit');
    deepStrictEqual(await states(), [['running', null]]);
    strictEqual((await terminal.run(['tasks', 'discard', 'task'])).code, 1);
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    deepStrictEqual(await states(), [['failed', 'it was interrupted']]);
    await terminal.done('tasks', 'discard', 'task');
    strictEqual(git(terminal.folder, 'worktree', 'list').trim().split('\n').length, 1);
  });

  it('ends its agent where the terminal ends it', async () => {
    const terminal = await project();
    const script =
      "require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => undefined, 1000)";
    await terminal.done(
      'config',
      'set',
      'taskCommands.forever',
      JSON.stringify([process.execPath, '-e', script]),
    );
    await terminal.done('tasks', 'create', '--output', 'pid', '--agent', 'forever');
    const folder = (await terminal.done('tasks', 'prepare', 'task')).trim();
    const run = startOn(terminal, ['tasks', 'run', 'task', '--json']);
    const pid = Number(await appears(join(folder, 'pid')));
    run.kill('SIGINT');
    const [code] = (await once(run, 'exit')) as [number];
    strictEqual(code, 1);
    await gone(pid);
    match(await terminal.done('tasks', 'list'), /^task {2}failed .*it was cancelled/);
  });
});
