import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
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
      const { removed } = await planRemoval(project.opened, newFolder());
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

describe('a record with an invalid commit', () => {
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

describe('a record that names a task file which is not its task’s', () => {
  const tasks = { folder: 'agents' };
  const codesOf = async (project: TaskProject, id: string): Promise<readonly string[]> => [
    ...(await project.tasks.list()).failures.map(({ code }) => code),
    await codeOf(project.tasks.diff(id)),
    await codeOf(project.tasks.merge(id, { isUndeclaredWanted: true }, PERSON)),
    await codeOf(project.tasks.run(id)),
  ];
  const damaged = ['task-damaged', 'task-damaged', 'task-damaged', 'task-damaged'];

  it('has nothing read, merged or run from there', async () => {
    const home = newFolder();
    writeFiles(home, { id_rsa: 'key', 'task-tests.md': '## Output\nWrite to: id_rsa\n' });
    const text = '## Output\nWrite to: a.ts\n';
    const agents = { writer: writes({}) };
    const project = await TaskProject.make({
      rules: { tasks },
      agents,
      files: { 'agents/task-tests.md': text },
    });
    await (
      await project.tasks.run('tests', { agent: 'writer' })
    ).ended;
    const outputs = ['id_rsa'];
    for (const source of [join(home, 'id_rsa'), join(home, 'task-tests.md'), 'agents/task-tests.md']) {
      forge(project, 'tests', { source, outputs });
      deepStrictEqual([source, await codesOf(project, 'tests')], [source, damaged]);
    }
    strictEqual(project.has('id_rsa'), false);
    strictEqual(await project.tasks.discard('tests'), null);
    deepStrictEqual((await project.tasks.get('tests')).declared, ['a.ts']);
    const own = await newTask(project);
    forge(project, own, { source: join(home, 'id_rsa'), outputs });
    deepStrictEqual(await codesOf(project, own), damaged);
  });

  it('is held to what the task file says, not to what it says itself', async () => {
    const text = '## Context\n- Files: b.ts\n## Output\nWrite to: a.ts\n';
    const files = { 'agents/task-tests.md': text, 'agents/a.ts': 'a', 'agents/secret.txt': 'secret' };
    const project = await TaskProject.make({ rules: { tasks }, agents: { writer: writes({}) }, files });
    await (
      await project.tasks.run('tests', { agent: 'writer' })
    ).ended;
    forge(project, 'tests', { outputs: ['secret.txt'], files: ['secret.txt'] });
    const { record } = await project.tasks.ports.store.read('tests');
    deepStrictEqual([record.outputs, record.files], [['a.ts'], ['b.ts']]);
    const { merged } = await project.tasks.merge('tests', {}, PERSON);
    deepStrictEqual([merged, project.has('secret.txt')], [['a.ts'], false]);
  });

  it('is no way to what a link in the place of the task file leads to', async () => {
    const elsewhere = newFolder();
    writeFiles(elsewhere, { 'task-tests.md': '## Output\nWrite to: id_rsa\n', id_rsa: 'key' });
    const agents = { writer: writes({}) };
    const project = await TaskProject.make({ rules: { tasks }, agents, files: { 'agents/notes.md': '' } });
    symlinkSync(join(elsewhere, 'task-tests.md'), join(project.folder, 'agents/task-tests.md'));
    deepStrictEqual(await codesOf(project, 'tests'), damaged);
    strictEqual(await project.tasks.discard('tests'), null);
    const own = await newTask(project, 'writer');
    const file = join(project.folder, '.claude/state/agents', own, 'task.md');
    rmSync(file);
    symlinkSync(join(elsewhere, 'id_rsa'), file);
    strictEqual(await codeOf(project.tasks.run(own)), 'task-damaged');
  });
});

describe('a record that says how files outside were', () => {
  it('has none of them read', async () => {
    const project = await TaskProject.make({
      rules: { tasks: { place: 'workspace' } },
      agents: { writer: writes({}) },
    });
    const outside = newFolder();
    writeFiles(outside, { id_rsa: 'key' });
    const path = relative(project.folder, join(outside, 'id_rsa'));
    const { id } = await project.ran('writer');
    writeFiles(project.folder, { '.claude/state/secret.txt': 'x' });
    const hashes = { [path]: null, [join(outside, 'id_rsa')]: null, '.git/config': null };
    forge(project, id, { base: { commit: null, hashes: { ...hashes, '.claude/state/secret.txt': null } } });
    deepStrictEqual(await project.tasks.diff(id), []);
    strictEqual((await project.tasks.ports.files.ours(path)).refusal, 'outside');
    strictEqual((await project.tasks.ports.files.ours('.git/config')).refusal, 'reserved');
  });
});

describe('a copy of a project with a task', () => {
  /** A task that was run, and a copy of its project: the record and git's own folder in it name the original's worktree. */
  async function copied(): Promise<{
    readonly project: TaskProject;
    readonly copy: TaskProject;
    readonly id: string;
    readonly isWhole: () => boolean;
  }> {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': 'new\n' }) } });
    const { id, folder } = await project.ran('writer');
    const place = join(newFolder(), 'copy');
    cpSync(project.folder, place, { recursive: true });
    project.trusts(place);
    const worktree = folder ?? '';
    const isWhole = (): boolean =>
      readFileSync(join(worktree, 'src/login.ts'), 'utf8') === 'new\n' &&
      git(worktree, 'status', '--porcelain').includes('src/login.ts');
    return { project, copy: await project.copiedTo(place), id, isWhole };
  }

  it('removes nothing of the original with Ninefold', async () => {
    const { copy, isWhole } = await copied();
    await applyRemoval(copy.opened.layout, await planRemoval(copy.opened, newFolder()), newFolder());
    strictEqual(isWhole(), true);
  });

  it('discards the task and leaves the original’s worktree', async () => {
    const { project, copy, id, isWhole } = await copied();
    strictEqual((await copy.tasks.discard(id))?.state, 'discarded');
    deepStrictEqual([isWhole(), copy.has('.git/worktrees')], [true, false]);
    deepStrictEqual((await project.tasks.merge(id, {}, PERSON)).merged, ['src/login.ts']);
  });

  it('merges what the task wrote and leaves the original’s worktree', async () => {
    const { project, copy, id, isWhole } = await copied();
    deepStrictEqual((await copy.tasks.merge(id, {}, PERSON)).merged, ['src/login.ts']);
    deepStrictEqual(
      [copy.read('src/login.ts'), project.read('src/login.ts'), isWhole()],
      ['new\n', LINES, true],
    );
  });

  for (const isFresh of [false, true]) {
    it(`runs its agent in a worktree of its own${isFresh ? ', afresh' : ''}`, async () => {
      const { project, copy, id, isWhole } = await copied();
      const run = await (await copy.tasks.run(id, { isFresh })).ended;
      deepStrictEqual(
        [run.folder === (await project.tasks.get(id)).folder, isWhole(), run.exitCode],
        [false, true, 0],
      );
      await copy.tasks.discard(id);
      deepStrictEqual([existsSync(run.folder ?? ''), isWhole()], [false, true]);
    });
  }

  it('that stands in the original’s place leaves the worktree that was repaired for the original', async () => {
    const { project, id, isWhole } = await copied();
    const moved = join(newFolder(), 'moved');
    cpSync(project.folder, moved, { recursive: true });
    git(moved, 'worktree', 'repair');
    project.trusts();
    strictEqual(await codeOf(project.tasks.run(id, { isFresh: true })), 'task-worktree-failed');
    await project.tasks.discard(id);
    strictEqual(isWhole(), true);
    strictEqual((await (await project.copiedTo(moved)).tasks.discard(id))?.state, 'discarded');
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

  it('is read by either where a task file has it', async () => {
    const rules = { tasks: { folder: 'agents' } };
    const files = { 'agents/task-tests.md': '## Output\nWrite to: a.ts\n', 'agents/a.ts': 'a' };
    const project = await TaskProject.make({ rules, agents: { writer: writes({}) }, files });
    const beside = newFolder();
    mkdirSync(beside, { recursive: true });
    symlinkSync(project.folder, join(beside, 'link'));
    const linked = await TaskProject.openAt(join(beside, 'link'), project.cache);
    await (
      await linked.tasks.run('tests', { agent: 'writer' })
    ).ended;
    deepStrictEqual((await project.tasks.merge('tests', {}, PERSON)).merged, ['a.ts']);
  });
});
