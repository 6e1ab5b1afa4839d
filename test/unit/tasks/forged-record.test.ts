import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { planRemoval } from '../../../src/node/removal.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

/** As a repository may bring it along, or an agent may leave it. */
function forge(project: TaskProject, id: string, fields: Readonly<Record<string, unknown>>): void {
  const file = join(project.folder, '.claude/state/agents', id, 'result.json');
  const record = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...record, ...fields }, null, 2));
}

async function newTask(project: TaskProject, agent?: string): Promise<string> {
  const request = { template: 'empty', outputs: ['src/login.ts'] };
  const { task } = await project.tasks.create(agent === undefined ? request : { ...request, agent }, PERSON);
  return task.id;
}

describe('a record that names a worktree which is not its task’s', () => {
  it('has nothing removed there, by a discard or with Ninefold', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const other = await project.ran('writer');
    const id = await newTask(project);
    const worktrees = join(project.cache, 'ninefold', 'worktrees');
    const others = join(worktrees, 'other-0123456789');
    writeFiles(project.cache, { 'precious/file.txt': 'mine', 'ninefold/worktrees-2/file.txt': 'mine' });
    writeFiles(others, { 'task/file.txt': 'theirs' });
    const forged = [
      `${worktrees}/../../precious`,
      `${worktrees}-2`,
      `${worktrees}/${id}/..`,
      worktrees,
      join(others, 'task'),
      join(others, id),
      other.folder ?? '',
      'precious',
    ];
    const codes: string[] = [];
    for (const path of forged) {
      forge(project, id, { worktree: { path, gitFolder: '' } });
      codes.push(await codeOf(project.tasks.discard(id)));
      const { removed } = await planRemoval(project.opened);
      // The one task's own, with git's folder of it.
      strictEqual(removed.filter((one) => !one.startsWith(join(project.folder, '.claude'))).length, 2);
      strictEqual(removed.includes(other.folder ?? ''), true);
    }
    deepStrictEqual(
      codes,
      forged.map(() => 'task-worktree-left'),
    );
    strictEqual(existsSync(join(project.cache, 'precious/file.txt')), true);
    strictEqual(existsSync(join(project.cache, 'ninefold/worktrees-2/file.txt')), true);
    strictEqual(existsSync(join(others, 'task/file.txt')), true);
    strictEqual(existsSync(join(other.folder ?? '', 'src/login.ts')), true);
  });

  it('has nothing read there and no agent run there, nor git by settings from there', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const id = await newTask(project, 'writer');
    const elsewhere = newFolder();
    writeFiles(elsewhere, { 'src/login.ts': 'secret\n' });
    git(elsewhere, 'init', '-q', '-b', 'main');
    forge(project, id, { worktree: { path: elsewhere, gitFolder: join(elsewhere, '.git') } });
    strictEqual(await codeOf(project.tasks.diff(id)), 'task-unreadable');
    strictEqual(await codeOf(project.tasks.side(id, 'src/login.ts', 'theirs')), 'task-unreadable');
    const done = await (await project.tasks.run(id)).ended;
    deepStrictEqual([done.state, done.folder?.startsWith(project.cache)], ['finished', true]);
    strictEqual(readFileSync(join(elsewhere, 'src/login.ts'), 'utf8'), 'secret\n');
    forge(project, id, { worktree: { path: done.folder, gitFolder: join(elsewhere, '.git') } });
    strictEqual(await codeOf(project.tasks.diff(id)), 'task-unreadable');
  });
});

describe('a record whose commit is none', () => {
  it('is damaged, and git is never given it as an option', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const { id } = await project.ran('writer');
    writeFiles(project.cache, { 'precious.txt': 'mine' });
    const precious = join(project.cache, 'precious.txt');
    const { store, files } = project.tasks.ports;
    const task = await store.read(id);
    for (const commit of [`--output=${precious}`, 'HEAD', 'main', '', 'abc1234']) {
      forge(project, id, { base: { commit, hashes: {} } });
      const { tasks, failures } = await project.tasks.list();
      deepStrictEqual([tasks.length, failures.map(({ code }) => code)], [0, ['task-damaged']]);
    }
    const base = { commit: `--output=${precious}`, hashes: {} };
    const forged = { ...task, record: { ...task.record, base } };
    strictEqual(await codeOf(files.found(forged)), 'task-unreadable');
    strictEqual(await files.base(forged, 'src/login.ts'), null);
    strictEqual(readFileSync(precious, 'utf8'), 'mine');
  });
});

describe('a task of a folder that has two names', () => {
  it('is merged and discarded by either', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const beside = newFolder();
    mkdirSync(beside, { recursive: true });
    symlinkSync(project.folder, join(beside, 'link'));
    const before = project.repository();
    const linked = await TaskProject.openAt(join(beside, 'link'), project.cache);
    const { task } = await linked.tasks.create(
      { template: 'empty', agent: 'writer', outputs: ['src/login.ts'] },
      PERSON,
    );
    const done = await (await linked.tasks.run(task.id)).ended;
    deepStrictEqual(
      (await project.tasks.diff(task.id)).map(({ path, state }) => [path, state]),
      [['src/login.ts', 'clean']],
    );
    await project.tasks.discard(task.id);
    deepStrictEqual([existsSync(done.folder ?? ''), project.repository()], [false, before]);
    strictEqual(project.read('src/login.ts'), LINES);
  });
});
