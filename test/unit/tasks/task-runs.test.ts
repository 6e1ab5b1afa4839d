import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { TaskView } from '../../../src/core/service/task-view.ts';
import type { TaskProcess } from '../../../src/core/tasks/task-record.ts';
import { removeFolders } from '../support/folders.ts';
import { appears, gone } from '../support/processes.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

describe('a run that ends badly', () => {
  it('is told by its exit code, its signal, its limit, or that it never began', async () => {
    const forever = 'setInterval(() => undefined, 1000)';
    const project = await TaskProject.make({
      agents: { three: 'process.exit(3)', shot: "process.kill(process.pid, 'SIGKILL')", forever },
    });
    const told = (task: TaskView): unknown => [task.state, task.failure];
    deepStrictEqual(told(await project.ran('three')), ['failed', 'it exited with code 3']);
    deepStrictEqual(told(await project.ran('shot')), ['failed', 'it was stopped by SIGKILL']);
    const { task } = await project.tasks.create(
      { template: 'empty', agent: 'forever', outputs: ['a'] },
      PERSON,
    );
    const late = await (await project.tasks.run(task.id, { timeLimit: 0.001 })).ended;
    deepStrictEqual(told(late), ['failed', 'it ran longer than 0.001 minutes']);
    strictEqual(await codeOf(project.tasks.run(task.id, { timeLimit: -1 })), 'task-limit-invalid');
    strictEqual(await codeOf(project.tasks.run(task.id, { agent: 'gemini' })), 'task-program-missing');
  });

  it('can be called off by another window, with all that the agent started', async () => {
    const script = [
      "const { spawn } = require('node:child_process');",
      "const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });",
      "require('node:fs').writeFileSync('pid', String(child.pid));",
      'setInterval(() => undefined, 1000);',
    ].join('\n');
    const project = await TaskProject.make({ agents: { forever: script } });
    const { task } = await project.tasks.create(
      { template: 'empty', agent: 'forever', outputs: ['pid'] },
      PERSON,
    );
    const { ended, task: running } = await project.tasks.run(task.id);
    strictEqual(running.state, 'running');
    const pid = await appears(join(running.folder ?? '', 'pid'));
    const other = await project.again();
    strictEqual((await other.get(task.id)).state, 'running');
    strictEqual(await codeOf(other.run(task.id)), 'task-running');
    strictEqual(await codeOf(other.discard(task.id)), 'task-running');
    await other.cancel(task.id);
    deepStrictEqual([(await ended).state, (await ended).failure], ['failed', 'it was cancelled']);
    strictEqual(await codeOf(other.cancel(task.id)), 'task-not-running');
    await gone(Number(pid));
  });

  it('is over, with its agent, where nobody could be told who that is', async () => {
    const project = await TaskProject.make({ agents: { forever: 'setInterval(() => undefined, 1000)' } });
    const { runner, store } = project.tasks.ports;
    const start = runner.start.bind(runner);
    const change = store.change.bind(store);
    const started: TaskProcess[] = [];
    runner.start = async (request) => {
      const agent = await start(request);
      if ('process' in agent) started.push(agent.process);
      return agent;
    };
    store.change = (id, make) =>
      change(id, (record) => {
        const made = make(record);
        if (made.run?.process !== null) throw new NinefoldError('lock-busy', { path: 'x' });
        return made;
      });
    const outputs = ['a'];
    const { task } = await project.tasks.create({ template: 'empty', agent: 'forever', outputs }, PERSON);
    strictEqual(await codeOf(project.tasks.run(task.id)), 'lock-busy');
    deepStrictEqual(
      started.map((agent) => runner.isAlive(agent, new Date().toISOString())),
      [false],
    );
    const { state, failure } = await project.tasks.get(task.id);
    deepStrictEqual([state, failure], ['failed', "it couldn't be started (lock-busy)"]);
  });

  it('is run again where it stopped, or afresh', async () => {
    const script = "require('node:fs').appendFileSync('src/login.ts', 'more\\n'); process.exit(1)";
    const project = await TaskProject.make({ agents: { adds: script } });
    const first = await project.ran('adds');
    const text = (): string => readFileSync(join(first.folder ?? '', 'src/login.ts'), 'utf8');
    const second = await (await project.tasks.run(first.id)).ended;
    strictEqual(text(), `${LINES}more\nmore\n`);
    await (
      await project.tasks.run(first.id, { isFresh: true })
    ).ended;
    strictEqual(text(), `${LINES}more\n`);
    match(second.log ?? '', /run-2\.log$/);
    await project.tasks.discard(first.id);
    strictEqual(await codeOf(project.tasks.run(first.id)), 'task-closed');
  });
});

describe('a killed host', () => {
  it('leaves a task that can be looked at, run again and discarded', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const done = await project.ran('writer');
    const file = join(project.folder, '.claude/state/agents', done.id, 'result.json');
    const record = JSON.parse(readFileSync(file, 'utf8')) as { run: Record<string, unknown> };
    // As a host leaves it that was killed with its agent: no end, and pids that are somebody else's now.
    const dead = { ...(record.run.runner as object), pid: process.pid, started: '1' };
    Object.assign(record.run, { end: null, endedAt: null, exitCode: null, runner: dead, process: dead });
    writeFileSync(file, JSON.stringify(record));
    const other = await project.again();
    const seen = await other.get(done.id);
    deepStrictEqual([seen.state, seen.failure], ['failed', 'it was interrupted']);
    deepStrictEqual(
      (await other.diff(done.id)).map(({ path, state }) => [path, state]),
      [['src/login.ts', 'clean']],
    );
    strictEqual(await codeOf(other.cancel(done.id)), 'task-not-running');
    strictEqual((await (await other.run(done.id)).ended).state, 'finished');
    await other.discard(done.id);
    strictEqual(project.repository().worktrees, 1);
  });

  it('leaves no worktree after a discard, whatever became of the record and of the worktree', async () => {
    const spoil =
      "require('node:fs').writeFileSync('.git', 'gitdir: /nonexistent'); require('node:fs').mkdirSync('x/y', { recursive: true })";
    const project = await TaskProject.make({ agents: { spoil } });
    const before = project.repository();
    const spoilt = await project.ran('spoil');
    strictEqual(spoilt.state, 'finished');
    await project.tasks.discard(spoilt.id);
    const damaged = await project.ran('spoil');
    writeFileSync(join(project.folder, '.claude/state/agents', damaged.id, 'result.json'), '{"schema":');
    const { failures } = await project.tasks.list();
    deepStrictEqual(
      failures.map(({ code }) => code),
      ['task-damaged'],
    );
    strictEqual(await project.tasks.discard(damaged.id), null);
    deepStrictEqual(project.repository(), before);
    await rejects(project.tasks.get(damaged.id), (error) => NinefoldError.is(error, 'task-unknown'));
  });
});
