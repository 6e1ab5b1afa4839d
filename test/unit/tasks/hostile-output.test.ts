import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

const ALL = { isUndeclaredWanted: true };

/** What each file of a task comes to: its state, and why it is refused. */
async function verdicts(project: TaskProject, id: string): Promise<unknown> {
  return (await project.tasks.diff(id)).map(({ path, state, reason }) => [path, state, reason]);
}

describe('hostile output', () => {
  it('with `..` or an absolute path is refused, however it is declared', async () => {
    const project = await TaskProject.make({ rules: { tasks: { folder: 'agents' } } });
    const outside = newFolder();
    writeFiles(project.folder, {
      'agents/task-up.md': `## Output\nWrite to: ../up.ts, ${outside}/abs.ts, ..\\win.ts, C:\\win.ts, ok.ts, .git/hooks/x\n`,
      'agents/ok.ts': 'ok\n',
      'up.ts': 'never\n',
    });
    deepStrictEqual(
      await verdicts(project, 'up'),
      [
        ['..\\win.ts', 'refused', 'outside'],
        ['../up.ts', 'refused', 'outside'],
        [`${outside}/abs.ts`, 'refused', 'outside'],
        ['.git/hooks/x', 'refused', 'reserved'],
        ['C:\\win.ts', 'refused', 'outside'],
        ['ok.ts', 'clean', null],
      ].sort(),
    );
    strictEqual(
      await codeOf(project.tasks.merge('up', { paths: ['../up.ts'] }, PERSON)),
      'task-file-refused',
    );
    deepStrictEqual((await project.tasks.merge('up', {}, PERSON)).merged, ['ok.ts']);
    deepStrictEqual(readdirSync(outside), []);
  });

  it('that leads out by a link is refused, as a file, as a folder and in the place of the output itself', async () => {
    const outside = newFolder();
    writeFiles(outside, { 'secret.txt': 'secret\n' });
    const script = [
      writes({ 'fine.ts': 'fine\n' }),
      `fs.symlinkSync('${outside}/secret.txt', 'link.txt');`,
      `fs.symlinkSync('${outside}', 'folder');`,
      `fs.rmSync('src/login.ts'); fs.symlinkSync('${outside}/secret.txt', 'src/login.ts');`,
    ].join('\n');
    const project = await TaskProject.make({ agents: { linker: script } });
    const outputs = ['folder/secret.txt', 'link.txt', 'src/login.ts', 'fine.ts'];
    const run = await project.ran('linker', { outputs });
    deepStrictEqual(await verdicts(project, run.id), [
      ['fine.ts', 'clean', null],
      ['folder', 'refused', 'link'],
      ['folder/secret.txt', 'refused', 'link'],
      ['link.txt', 'refused', 'link'],
      ['src/login.ts', 'refused', 'link'],
    ]);
    deepStrictEqual((await project.tasks.merge(run.id, ALL, PERSON)).merged, ['fine.ts']);
    strictEqual(project.read('src/login.ts'), LINES);

    const { task } = await project.tasks.create(
      { template: 'empty', place: 'workspace', outputs: ['secret.txt'] },
      PERSON,
    );
    const own = join(project.folder, '.claude/state/agents', task.id, 'output');
    rmdirSync(own);
    symlinkSync(outside, own);
    deepStrictEqual(await verdicts(project, task.id), []);
    await project.tasks.discard(task.id);
    strictEqual(readFileSync(join(outside, 'secret.txt'), 'utf8'), 'secret\n');
  });

  it('never goes through a link that the workspace has', async () => {
    const outside = newFolder();
    writeFiles(outside, { 'kept.ts': 'kept\n' });
    const project = await TaskProject.make({
      agents: { writer: writes({ 'out/kept.ts': 'x\n', 'one.ts': 'x\n' }) },
    });
    const run = await project.ran('writer', { outputs: ['out/', 'one.ts'] });
    symlinkSync(outside, join(project.folder, 'out'));
    symlinkSync(join(outside, 'kept.ts'), join(project.folder, 'one.ts'));
    deepStrictEqual(await verdicts(project, run.id), [
      ['one.ts', 'refused', 'link'],
      ['out/kept.ts', 'refused', 'link'],
    ]);
    strictEqual(await codeOf(project.tasks.merge(run.id, {}, PERSON)), 'task-nothing');
    strictEqual(readFileSync(join(outside, 'kept.ts'), 'utf8'), 'kept\n');
  });

  it('of devices, pipes and sockets is never opened', async () => {
    const script = [
      "const { execFileSync } = require('node:child_process');",
      "execFileSync('mkfifo', ['pipe']); execFileSync('mkfifo', ['src/pipe']);",
      "require('node:net').createServer().listen('socket', () => process.exit(0));",
    ].join('\n');
    const project = await TaskProject.make({ agents: { maker: script } });
    const run = await project.ran('maker', { outputs: ['pipe', 'src/', 'socket'] });
    deepStrictEqual(await verdicts(project, run.id), [
      ['pipe', 'refused', 'special'],
      ['socket', 'refused', 'special'],
      ['src/pipe', 'refused', 'special'],
    ]);
    strictEqual(await codeOf(project.tasks.merge(run.id, { paths: ['pipe'] }, PERSON)), 'task-file-refused');
    await project.tasks.discard(run.id);
  });

  it('of a gigabyte is refused by its size, unread', async () => {
    const script =
      "const fs = require('node:fs'); fs.writeFileSync('huge.bin', ''); fs.truncateSync('huge.bin', 2 ** 30); fs.truncateSync('src/login.ts', 2 ** 30)";
    const project = await TaskProject.make({ agents: { huge: script } });
    const run = await project.ran('huge', { outputs: ['huge.bin', 'src/login.ts'] });
    const before = process.memoryUsage().arrayBuffers;
    deepStrictEqual(await verdicts(project, run.id), [
      ['huge.bin', 'refused', 'too-large'],
      ['src/login.ts', 'refused', 'too-large'],
    ]);
    ok(process.memoryUsage().arrayBuffers - before < 2 ** 28);
    await project.tasks.discard(run.id);
    strictEqual(project.read('src/login.ts'), LINES);
  });

  it('with names that differ only by case, from each other or from the workspace, is refused', async () => {
    const files = {
      'new/A.ts': '1\n',
      'new/a.ts': '2\n',
      'SRC/other.ts': '3\n',
      'src/Login.ts': '4\n',
      'fine.ts': '5\n',
    };
    const project = await TaskProject.make({ agents: { caser: writes(files) } });
    const run = await project.ran('caser', { outputs: ['new/', 'SRC/', 'src/Login.ts', 'fine.ts'] });
    deepStrictEqual(await verdicts(project, run.id), [
      ['SRC/other.ts', 'refused', 'case'],
      ['fine.ts', 'clean', null],
      ['new/A.ts', 'refused', 'case'],
      ['new/a.ts', 'refused', 'case'],
      ['src/Login.ts', 'refused', 'case'],
    ]);
  });

  it('that would change git or the state of Ninefold is refused', async () => {
    const output = '.claude/state/agents/task/output';
    const files = {
      [`${output}/.git/hooks/pre-commit`]: 'x',
      [`${output}/sub/.GIT/config`]: 'x',
      [`${output}/git~1/config`]: 'x',
      [`${output}/.claude/state/workflows/wf-001.journal.jsonl`]: 'x',
      [`${output}/.claude/settings.json`]: '{}',
    };
    const project = await TaskProject.make({ agents: { digger: writes(files) } });
    const run = await project.ran('digger', { place: 'workspace', outputs: ['ok.ts'] });
    deepStrictEqual(await verdicts(project, run.id), [
      ['.claude/settings.json', 'clean', null],
      ['.claude/state/workflows/wf-001.journal.jsonl', 'refused', 'reserved'],
      ['.git', 'refused', 'reserved'],
      ['git~1/config', 'refused', 'reserved'],
      ['sub/.GIT/config', 'refused', 'reserved'],
    ]);
    strictEqual(await codeOf(project.tasks.merge(run.id, {}, PERSON)), 'task-nothing');
  });

  it('of binaries is taken as it is, byte for byte', async () => {
    const bytes = [0, 255, 13, 10, 10, 0, 254];
    const script = `require('node:fs').writeFileSync('logo.png', Buffer.from(${JSON.stringify(bytes)}))`;
    const project = await TaskProject.make({ files: { 'logo.png': '\0\r\n' }, agents: { painter: script } });
    const run = await project.ran('painter', { outputs: ['logo.png'] });
    const [diff] = await project.tasks.diff(run.id);
    deepStrictEqual([diff?.state, diff?.isBinary], ['clean', true]);
    await project.tasks.merge(run.id, {}, PERSON);
    deepStrictEqual([...readFileSync(join(project.folder, 'logo.png'))], bytes);
  });

  it('of more files than anybody looks at, or of a spoilt worktree, is named and hides no other task', async () => {
    const many =
      "const fs = require('node:fs'); fs.mkdirSync('m'); for (let i = 0; i < 2100; i++) fs.writeFileSync('m/' + i, '')";
    const spoil =
      "require('node:fs').writeFileSync(require('node:path').join(require('node:fs').readFileSync('.git', 'utf8').slice(8).trim(), 'index'), 'spoilt')";
    const project = await TaskProject.make({ agents: { many, spoil, fine: writes({ 'a.ts': '' }) } });
    const fine = await project.ran('fine');
    strictEqual(await codeOf(project.ran('many')), 'task-too-many');
    strictEqual(await codeOf(project.ran('spoil')), 'task-unreadable');
    const { tasks, failures } = await project.tasks.list();
    deepStrictEqual(
      [tasks.map(({ id }) => id), failures.map(({ code }) => code)],
      [[fine.id], ['task-too-many', 'task-unreadable']],
    );
    for (const id of ['task-2', 'task-3']) strictEqual(await codeOf(project.tasks.discard(id)), 'done');
    strictEqual(project.repository().worktrees, 2);
  });

  it('runs nothing that the agent left in its worktree or in the repository', async () => {
    const marker = join(newFolder(), 'ran');
    const script = [
      writes({ 'a.ts': 'a\n', '.gitattributes': '* diff=evil\n' }),
      "const config = require('node:child_process').execFileSync('git', ['rev-parse', '--git-common-dir']).toString().trim();",
      `fs.writeFileSync(config + '/hooks/post-checkout', '#!/bin/sh\\ntouch ${marker}\\n', { mode: 0o755 });`,
      `fs.appendFileSync(config + '/config', '[diff "evil"]\\n textconv = touch ${marker};cat\\n command = touch ${marker};true\\n');`,
    ].join('\n');
    const project = await TaskProject.make({ agents: { evil: script } });
    mkdirSync(join(project.folder, '.git/hooks'), { recursive: true });
    const run = await project.ran('evil', { outputs: ['a.ts'] });
    await project.tasks.merge(run.id, {}, PERSON);
    await project.tasks.create({ template: 'tests', agent: 'evil' }, PERSON);
    await project.tasks.prepare('tests');
    strictEqual(statSync(marker, { throwIfNoEntry: false }), undefined);
    writeFileSync(join(project.folder, '.git/config'), '[core]\n');
    git(project.folder, 'status');
  });
});
