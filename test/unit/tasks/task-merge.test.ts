import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { removeFolders, writeFiles } from '../support/folders.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

const TOP = LINES.replace('one', 'ONE');
const END = LINES.replace('seven', 'SEVEN');
const BOTH = TOP.replace('seven', 'SEVEN');

describe('a merge', () => {
  it('takes what was declared over in one step, with deliverables and evidence in one group', async () => {
    const files = { 'src/login.ts': END, 'tests/a.test.ts': 'test();\n', 'notes.txt': 'mine\n' };
    const project = await TaskProject.make({ agents: { writer: writes(files) } });
    const before = project.repository();
    const run = await project.ran('writer', { outputs: ['src/login.ts', 'tests/'] });
    const outcome = await project.tasks.merge(run.id, {}, PERSON);
    deepStrictEqual(
      [outcome.merged, outcome.left.map(({ path, state, isDeclared }) => [path, state, isDeclared])],
      [['src/login.ts', 'tests/a.test.ts'], [['notes.txt', 'clean', false]]],
    );
    deepStrictEqual([project.read('src/login.ts'), project.has('notes.txt')], [END, false]);
    const events = await project.opened.service.ports.journals.readEvents('wf-001');
    deepStrictEqual(
      events.slice(2).map(({ type }) => type),
      ['deliverable.added', 'deliverable.added', 'task.merged'],
    );
    const [merge] = outcome.workflow.taskMerges;
    deepStrictEqual(
      [merge?.task, merge?.agent, merge?.exitCode, merge?.base, Object.keys(merge?.files ?? {})],
      [run.id, 'writer', 0, run.commit, outcome.merged],
    );
    strictEqual(outcome.task.state, 'merged');
    strictEqual(project.repository().worktrees, 2);
    strictEqual(
      await codeOf(project.tasks.merge(run.id, { paths: ['notes.txt'] }, PERSON)),
      'task-file-undeclared',
    );
    const rest = await project.tasks.merge(run.id, { isUndeclaredWanted: true }, PERSON);
    deepStrictEqual([rest.merged, rest.left, project.read('notes.txt')], [['notes.txt'], [], 'mine\n']);
    deepStrictEqual(project.repository(), before);
    strictEqual(await codeOf(project.tasks.merge(run.id, {}, PERSON)), 'task-nothing');
  });

  it('puts together what changed on both sides, and keeps what the workspace has', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'src/login.ts': END }) } });
    const run = await project.ran('writer');
    writeFiles(project.folder, { 'src/login.ts': TOP });
    const [diff] = await project.tasks.diff(run.id);
    deepStrictEqual([diff?.state, diff?.isMerged, project.read('src/login.ts')], ['clean', true, TOP]);
    const side = await project.tasks.side(run.id, 'src/login.ts', 'result');
    strictEqual(Buffer.from(side ?? []).toString(), BOTH);
    await project.tasks.merge(run.id, {}, PERSON);
    strictEqual(project.read('src/login.ts'), BOTH);
  });

  it('lands nothing while a conflict is open, and takes the resolved copy', async () => {
    const mine = LINES.replace('four', 'mine');
    const files = { 'src/login.ts': LINES.replace('four', 'theirs'), 'tests/a.ts': 'new\n' };
    const project = await TaskProject.make({ agents: { writer: writes(files) } });
    const run = await project.ran('writer', { outputs: ['src/login.ts', 'tests/'] });
    writeFiles(project.folder, { 'src/login.ts': mine });
    strictEqual(await codeOf(project.tasks.merge(run.id, {}, PERSON)), 'task-conflict');
    deepStrictEqual([project.read('src/login.ts'), project.has('tests/a.ts')], [mine, false]);
    const [diff] = await project.tasks.diff(run.id);
    deepStrictEqual([diff?.state, diff?.reason], ['conflict', 'lines']);
    const marked = diff?.markedPath ?? '';
    match(
      readFileSync(marked, 'utf8'),
      /<<<<<<< workspace\nmine\n\|{7} base\nfour\n=======\ntheirs\n>>>>>>> task\n/,
    );
    strictEqual(await codeOf(project.tasks.merge(run.id, { isResolved: true }, PERSON)), 'task-unresolved');
    const resolved = LINES.replace('four', 'mine and theirs');
    writeFileSync(marked, resolved);
    strictEqual(await codeOf(project.tasks.merge(run.id, {}, PERSON)), 'task-conflict');
    strictEqual(readFileSync(marked, 'utf8'), resolved);
    const outcome = await project.tasks.merge(run.id, { isResolved: true }, PERSON);
    deepStrictEqual(outcome.merged, ['src/login.ts', 'tests/a.ts']);
    deepStrictEqual([project.read('src/login.ts'), outcome.task.state], [resolved, 'merged']);
  });

  it('does not take a copy that was resolved before the workspace moved on again', async () => {
    const files = { 'src/login.ts': LINES.replace('four', 'theirs') };
    const project = await TaskProject.make({ agents: { writer: writes(files) } });
    const run = await project.ran('writer');
    writeFiles(project.folder, { 'src/login.ts': LINES.replace('four', 'mine') });
    await codeOf(project.tasks.merge(run.id, {}, PERSON));
    const marked = (await project.tasks.diff(run.id))[0]?.markedPath ?? '';
    writeFileSync(marked, 'resolved\n');
    writeFiles(project.folder, { 'src/login.ts': LINES.replace('four', 'newer') });
    strictEqual(await codeOf(project.tasks.merge(run.id, { isResolved: true }, PERSON)), 'task-conflict');
    match(readFileSync(marked, 'utf8'), /newer/);
    strictEqual(project.read('src/login.ts'), LINES.replace('four', 'newer'));
  });

  it("takes the task's side or none of what cannot be put together", async () => {
    const script = `${writes({ 'logo.bin': 'theirs\0' })}; fs.rmSync('old.ts'); fs.writeFileSync('gone.ts', 'changed\\n')`;
    const files = { 'logo.bin': 'base\0', 'old.ts': 'old\n', 'gone.ts': 'here\n' };
    const project = await TaskProject.make({ files, agents: { writer: script } });
    const run = await project.ran('writer', { outputs: Object.keys(files) });
    writeFiles(project.folder, { 'logo.bin': 'ours\0', 'old.ts': 'newer\n' });
    rmSync(join(project.folder, 'gone.ts'));
    deepStrictEqual(
      (await project.tasks.diff(run.id)).map(({ path, state, reason, change }) => [
        path,
        state,
        reason,
        change,
      ]),
      [
        ['gone.ts', 'conflict', 'deleted-here', 'added'],
        ['logo.bin', 'conflict', 'binary', 'changed'],
        ['old.ts', 'conflict', 'deleted-there', 'deleted'],
      ],
    );
    strictEqual(await codeOf(project.tasks.merge(run.id, {}, PERSON)), 'task-conflict-whole');
    const outcome = await project.tasks.merge(
      run.id,
      { theirs: ['logo.bin', 'old.ts'], reject: ['gone.ts'] },
      PERSON,
    );
    deepStrictEqual([outcome.merged, outcome.left], [['logo.bin', 'old.ts'], []]);
    deepStrictEqual(
      [project.read('logo.bin'), project.has('old.ts'), project.has('gone.ts')],
      ['theirs\0', false, false],
    );
  });

  it('is done file by file, and is over once each was taken or rejected', async () => {
    const project = await TaskProject.make({
      agents: { writer: writes({ 'a.ts': 'a\n', 'b.ts': 'b\n', 'c.ts': 'c\n' }) },
    });
    const run = await project.ran('writer', { outputs: ['a.ts', 'b.ts', 'c.ts'] });
    const states = [];
    for (const request of [{ paths: ['b.ts'] }, { reject: ['c.ts'], paths: [] as string[] }]) {
      const { task, merged } = await project.tasks.merge(run.id, request, PERSON);
      states.push([merged, task.state]);
    }
    deepStrictEqual(states, [
      [['b.ts'], 'finished'],
      [['a.ts'], 'merged'],
    ]);
    deepStrictEqual([project.has('c.ts'), project.repository().worktrees], [false, 1]);
  });

  it('keeps the line ends that the workspace has', async () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const agents = {
      writer: writes({ 'src/login.ts': END, 'win.ts': crlf('same\n'), 'new.ts': crlf('new\n') }),
    };
    const project = await TaskProject.make({ files: { 'win.ts': 'same\n' }, agents });
    const run = await project.ran('writer', { outputs: ['src/login.ts', 'win.ts', 'new.ts'] });
    writeFiles(project.folder, { 'src/login.ts': crlf(TOP) });
    deepStrictEqual(
      (await project.tasks.diff(run.id)).map(({ path, state }) => [path, state]),
      [
        ['new.ts', 'clean'],
        ['src/login.ts', 'clean'],
        ['win.ts', 'same'],
      ],
    );
    await project.tasks.merge(run.id, {}, PERSON);
    deepStrictEqual(
      [project.read('src/login.ts'), project.read('win.ts'), project.read('new.ts')],
      [crlf(BOTH), 'same\n', crlf('new\n')],
    );
  });

  it('keeps the mode of a file, and makes a new one executable where the task did', async () => {
    const script = `${writes({ 'run.sh': 'new\n', 'fresh.sh': 'x\n' })}; fs.chmodSync('fresh.sh', 0o755)`;
    const project = await TaskProject.make({ files: { 'run.sh': 'old\n' }, agents: { writer: script } });
    const run = await project.ran('writer', { outputs: ['run.sh', 'fresh.sh'] });
    chmodSync(join(project.folder, 'run.sh'), 0o750);
    await project.tasks.merge(run.id, {}, PERSON);
    const mode = (path: string): number => statSync(join(project.folder, path)).mode & 0o777;
    deepStrictEqual([mode('run.sh'), mode('fresh.sh')], [0o750, 0o755]);
  });

  it('merges from the output folder where the agent worked in the workspace, against what it began from', async () => {
    const output = '.claude/state/agents/task/output';
    const agents = { writer: writes({ [`${output}/src/login.ts`]: END, 'in-place.ts': 'x\n' }) };
    const project = await TaskProject.make({ isGit: false, agents });
    const run = await project.ran('writer', { place: 'workspace', outputs: ['src/login.ts', 'in-place.ts'] });
    writeFiles(project.folder, { 'src/login.ts': TOP });
    deepStrictEqual(
      (await project.tasks.diff(run.id)).map(({ path, state, isMerged }) => [path, state, isMerged]),
      [
        ['src/login.ts', 'clean', true],
        ['in-place.ts', 'same', false],
      ],
    );
    const { workflow, task } = await project.tasks.merge(run.id, {}, PERSON);
    deepStrictEqual([project.read('src/login.ts'), task.state], [BOTH, 'merged']);
    deepStrictEqual(workflow.deliverables.map(({ file }) => file).sort(), ['in-place.ts', 'src/login.ts']);
  });

  it('takes in what the agent committed in its worktree, in a folder below its repository too', async () => {
    const commit =
      "require('node:child_process').execSync('git add -A && git -c user.name=a -c user.email=a@b commit -qm x')";
    const project = await TaskProject.make({ files: { 'app/a.ts': 'a\n' }, agents: {} });
    const script = `${writes({ 'a.ts': 'b\n', '../outside.ts': 'x\n' })}; ${commit}`;
    writeFiles(project.folder, {
      'app/.claude/ninefold.json': JSON.stringify({
        taskCommands: { writer: [process.execPath, '-e', script] },
      }),
    });
    project.trusts(join(project.folder, 'app'));
    const { service, tasks } = await TaskProject.openAt(join(project.folder, 'app'), project.cache);
    await service.start({ kind: 'start', id: 'wf-app', name: 'App' }, PERSON);
    const { task } = await tasks.create({ template: 'empty', agent: 'writer', outputs: ['a.ts'] }, PERSON);
    const run = await (await tasks.run(task.id)).ended;
    deepStrictEqual(
      run.outputs.map(({ path, refusal }) => [path, refusal]),
      [
        ['../outside.ts', 'outside'],
        ['a.ts', null],
      ],
    );
    await tasks.merge(task.id, { isUndeclaredWanted: true }, PERSON);
    deepStrictEqual([project.read('app/a.ts'), project.has('outside.ts')], ['b\n', false]);
    ok(!existsSync(join(project.folder, '.git/worktrees', 'task')));
  });

  it('says of a rejection what is left to review: neither what is rejected nor what is the same', async () => {
    const files = { 'src/login.ts': END, 'same.ts': 'same\n', 'more.ts': 'more\n' };
    const project = await TaskProject.make({
      agents: { writer: writes(files) },
      files: { 'same.ts': 'same\n' },
    });
    const { id } = await project.ran('writer', { outputs: Object.keys(files) });
    const reject = async (path: string): Promise<readonly string[]> =>
      (await project.tasks.reject(id, [path], PERSON)).left.map((file) => file.path);
    deepStrictEqual([await reject('more.ts'), await reject('src/login.ts')], [['src/login.ts'], []]);
    strictEqual(project.read('src/login.ts'), LINES);
  });
});
