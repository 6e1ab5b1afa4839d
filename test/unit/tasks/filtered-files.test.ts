/** Files that git keeps through a filter, as git-lfs does: a task's worktree has them whole, and no look runs the filter. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import { gitFacts } from '../../../src/node/git/git-facts.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { PERSON, TaskProject, writes } from './task-project.ts';

interface Filtered {
  readonly project: TaskProject;
  /** What each run of the filter leaves. */
  readonly log: string;
}

/** A repository whose `*.big` are stored in small letters and checked out in capitals, by a filter that is required. */
async function filtered(): Promise<Filtered> {
  const log = join(newFolder(), 'filter.log');
  const project = await TaskProject.make({ agents: { writer: writes({ 'new.big': 'NEW\n' }) } });
  const filter = (from: string, to: string) => `sh -c 'echo >>${log}; tr ${from} ${to}'`;
  git(project.folder, 'config', 'filter.big.clean', filter('A-Z', 'a-z'));
  git(project.folder, 'config', 'filter.big.smudge', filter('a-z', 'A-Z'));
  git(project.folder, 'config', 'filter.big.required', 'true');
  writeFiles(project.folder, {
    '.gitattributes': '*.big filter=big\n',
    'one.big': 'ONE\n',
    'two.big': 'TWO\n',
  });
  git(project.folder, 'add', '.gitattributes', 'one.big', 'two.big');
  git(project.folder, 'commit', '-qm', 'big');
  // Older than the index, as after any checkout: git need not read them.
  for (const file of ['one.big', 'two.big']) utimesSync(join(project.folder, file), 1e9, 1e9);
  git(project.folder, 'status');
  rmSync(log, { force: true });
  return { project, log };
}

describe('files that git keeps through a filter', () => {
  afterEach(removeFolders);

  it('are not listed as changed while they are as git left them, and the filter is not run to tell', async () => {
    const { project, log } = await filtered();
    const listed = async () => (await gitFacts(project.folder, '.claude')).uncommitted;
    deepStrictEqual(await listed(), []);
    appendFileSync(join(project.folder, 'two.big'), 'more\n');
    deepStrictEqual(await listed(), ['two.big']);
    strictEqual(existsSync(log), false);
    strictEqual(git(project.folder, 'cat-file', 'blob', 'HEAD:one.big'), 'one\n');
  });

  it('are whole in the worktree of a task, and no look at what it wrote runs the filter', async () => {
    const { project, log } = await filtered();
    const outputs = ['new.big'];
    const { task } = await project.tasks.create({ template: 'empty', agent: 'writer', outputs }, PERSON);
    await project.tasks.prepare(task.id);
    const worktree = (await project.tasks.list()).tasks[0]?.folder ?? '';
    strictEqual(readFileSync(join(worktree, 'one.big'), 'utf8'), 'ONE\n');
    strictEqual(existsSync(log), true);
    rmSync(log);
    await (
      await project.tasks.run(task.id)
    ).ended;
    // Those as old as the index git has to read: they are found the same.
    const diffs = (await project.tasks.diff(task.id)).filter(({ state }) => state !== 'same');
    deepStrictEqual(
      diffs.map(({ path, state }) => [path, state]),
      [['new.big', 'clean']],
    );
    strictEqual(existsSync(log), false);
  });
});
