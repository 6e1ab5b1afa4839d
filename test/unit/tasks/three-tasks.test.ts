/** Three agents at once, as a person would have them: one clean, one in conflict, one failing. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

import type { TaskView } from '../../../src/core/service/task-view.ts';
import { git, removeFolders, writeFiles } from '../support/folders.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

describe('three tasks in parallel', () => {
  it('end in the right states, and the two good ones are merged with nothing else touched', async () => {
    const project = await TaskProject.make({
      agents: {
        clean: writes({ 'tests/login.test.ts': 'test();\n' }),
        conflicting: writes({ 'src/login.ts': LINES.replace('four', 'theirs') }),
        failing: "console.log('no key found'); process.exit(3)",
      },
    });
    writeFiles(project.folder, { 'stashed.ts': 'x\n' });
    git(project.folder, 'add', 'stashed.ts');
    git(project.folder, 'stash');
    writeFiles(project.folder, { 'staged.ts': 'x\n', 'src/login.ts': LINES.replace('four', 'mine') });
    git(project.folder, 'add', 'staged.ts');
    const before = project.repository();
    const windows = await Promise.all([project.again(), project.again(), project.again()]);
    const make = async (agent: string, output: string, at: number): Promise<TaskView> => {
      const tasks = windows[at] ?? project.tasks;
      const { task } = await tasks.create({ template: 'empty', agent, outputs: [output] }, PERSON);
      return (await tasks.run(task.id)).ended;
    };
    const done = await Promise.all([
      make('clean', 'tests/', 0),
      make('conflicting', 'src/login.ts', 1),
      make('failing', 'docs/x.md', 2),
    ]);
    const [clean, conflicting, failing] = done;
    deepStrictEqual(done.map(({ id }) => id).sort(), ['task', 'task-2', 'task-3']);
    deepStrictEqual(
      done.map(({ state, failure }) => [state, failure]),
      [
        ['finished', null],
        ['finished', null],
        ['failed', 'it exited with code 3'],
      ],
    );
    strictEqual(readFileSync(failing.log ?? '', 'utf8'), 'no key found\n');

    strictEqual((await project.tasks.merge(clean.id, {}, PERSON)).task.state, 'merged');
    strictEqual(await codeOf(project.tasks.merge(conflicting.id, {}, PERSON)), 'task-conflict');
    const marked = (await project.tasks.diff(conflicting.id))[0]?.markedPath ?? '';
    match(readFileSync(marked, 'utf8'), /mine[^]*theirs/);
    writeFileSync(marked, LINES.replace('four', 'mine, theirs'));
    const { workflow, task } = await project.tasks.merge(conflicting.id, { isResolved: true }, PERSON);
    strictEqual(task.state, 'merged');
    await project.tasks.discard(failing.id);

    deepStrictEqual(
      workflow.deliverables.map(({ file }) => file),
      ['tests/login.test.ts', 'src/login.ts'],
    );
    deepStrictEqual(
      workflow.taskMerges.map(({ agent, exitCode, files }) => [agent, exitCode, Object.keys(files)]),
      [
        ['clean', 0, ['tests/login.test.ts']],
        ['conflicting', 0, ['src/login.ts']],
      ],
    );
    strictEqual(project.read('src/login.ts'), LINES.replace('four', 'mine, theirs'));
    deepStrictEqual(project.repository(), before);
  });

  it('run a task once where two windows run it at the same time', async () => {
    const script = "require('node:fs').appendFileSync('runs', 'x'); setTimeout(() => undefined, 300)";
    const project = await TaskProject.make({ agents: { counter: script } });
    const { task } = await project.tasks.create(
      { template: 'empty', agent: 'counter', outputs: ['runs'] },
      PERSON,
    );
    const windows = await Promise.all([project.again(), project.again()]);
    const runs = await Promise.all(
      windows.map(async (tasks) => codeOf(tasks.run(task.id).then(({ ended }) => ended))),
    );
    deepStrictEqual(runs.sort(), ['done', 'task-running']);
    const side = await project.tasks.side(task.id, 'runs', 'theirs');
    strictEqual(Buffer.from(side ?? []).toString(), 'x');
  });
});
