import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

const TEST_FILE = 'tests/user-login/login.test.ts';

describe('an agent task', () => {
  it('is filled from the workflow, in the layout of the seeds', async () => {
    const project = await TaskProject.make();
    await project.opened.service.execute({ kind: 'addDeliverable', file: 'src/login.ts' }, PERSON);
    const request = { template: 'tests', task: 'the form', outputs: ['tests/Login.test.tsx'] };
    const { task, overlaps, uncommitted } = await project.tasks.create(request, PERSON);
    deepStrictEqual(readFileSync(task.taskFile, 'utf8').split('\n').slice(0, 8), [
      '# Background Task: Write Tests',
      '',
      '## Context',
      '- Feature: User Login',
      '- Phase: 5a (RED)',
      '- Files: src/login.ts',
      '',
      '## Task',
    ]);
    match(readFileSync(task.taskFile, 'utf8'), /\n## Output\nWrite to: tests\/Login\.test\.tsx\n/);
    strictEqual(task.taskFile, join(project.folder, '.claude/state/agents/tests/task.md'));
    deepStrictEqual([task.state, task.workflow, overlaps, uncommitted], ['open', 'wf-001', [], []]);
    strictEqual(task.commit, git(project.folder, 'rev-parse', 'HEAD').trim());
  });

  it('says the phase that was asked for, not the one that the workflow is in', async () => {
    const project = await TaskProject.make();
    await project.opened.service.execute({ kind: 'setPhase', phase: '2' }, PERSON);
    const phases: string[] = [];
    for (const phase of ['5a', '5', '8', undefined]) {
      const { task } = await project.tasks.create(
        { template: 'tests', ...(phase === undefined ? {} : { phase }) },
        PERSON,
      );
      phases.push(/^- Phase: (.+)$/m.exec(readFileSync(task.taskFile, 'utf8'))?.[1] ?? '');
    }
    deepStrictEqual(phases, ['5a (RED)', '5 (TDD Implementation)', '8 (Documentation)', '2 (Tech Planning)']);
  });

  it('says at once what another open task may write too, and which of its files are not committed', async () => {
    const project = await TaskProject.make();
    await project.tasks.create({ template: 'tests' }, PERSON);
    writeFiles(project.folder, { 'src/login.ts': `${LINES}eight\n` });
    const outputs = ['tests/user-login/deep/a.test.ts', 'src/login.ts', 'other.md'];
    const second = await project.tasks.create({ template: 'tests', outputs }, PERSON);
    deepStrictEqual(
      [second.task.id, second.overlaps, second.uncommitted],
      ['tests-2', [{ task: 'tests', paths: ['tests/user-login/deep/a.test.ts'] }], ['src/login.ts']],
    );
    await project.tasks.discard('tests');
    const third = await project.tasks.create({ template: 'tests' }, PERSON);
    deepStrictEqual(third.overlaps, [{ task: 'tests-2', paths: ['tests/user-login/'] }]);
  });

  it('gets the next number where a process that was killed had only begun one', async () => {
    const project = await TaskProject.make();
    for (const id of ['tests', 'tests-2']) {
      writeFiles(project.folder, { [`.claude/state/agents/${id}/task.md`]: 'begun' });
    }
    const { task } = await project.tasks.create({ template: 'tests' }, PERSON);
    strictEqual(task.id, 'tests-3');
    strictEqual(readFileSync(join(project.folder, '.claude/state/agents/tests/task.md'), 'utf8'), 'begun');
  });

  it('is refused with nothing made where it asks for what cannot be', async () => {
    const project = await TaskProject.make();
    const asks = [
      { template: 'poem' },
      { template: 'empty' },
      { template: 'tests', outputs: ['../x.ts'] },
      { template: 'tests', outputs: ['/etc/passwd'] },
      { template: 'tests', outputs: ['.git/hooks/pre-commit'] },
      { template: 'tests', agent: 'toString' },
      { template: 'tests', place: 'moon' },
      { template: 'tests', id: '../up' },
      { template: 'tests', workflow: 'wf-404' },
      { template: 'tests', phase: '12' },
    ];
    const codes = [];
    for (const ask of asks) codes.push(await codeOf(project.tasks.create(ask, PERSON)));
    deepStrictEqual(codes, [
      'task-template-unknown',
      'task-outputs-missing',
      'path-outside',
      'path-outside',
      'path-invalid',
      'task-agent-unknown',
      'task-place-unknown',
      'task-id-invalid',
      'workflow-unknown',
      'phase-unknown',
    ]);
    deepStrictEqual(await project.tasks.list(), { tasks: [], failures: [] });
    const bare = await TaskProject.make({ isGit: false });
    strictEqual(await codeOf(bare.tasks.create({ template: 'tests' }, PERSON)), 'task-commit-missing');
  });

  it('cannot be made without a commit, which is known before anything is asked', async () => {
    const bare = await TaskProject.make({ isGit: false });
    strictEqual(await codeOf(bare.tasks.checkCreate()), 'task-commit-missing');
    await (await TaskProject.make({})).tasks.checkCreate();
    const inPlace = { isGit: false, rules: { tasks: { place: 'workspace' } } };
    await (await TaskProject.make(inPlace)).tasks.checkCreate();
  });

  it('runs in a worktree of its own and leaves the repository as it was', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ [TEST_FILE]: 'test();\n' }) } });
    writeFiles(project.folder, { 'src/login.ts': 'stashed\n' });
    git(project.folder, 'stash');
    writeFiles(project.folder, { 'staged.ts': 'x\n' });
    git(project.folder, 'add', 'staged.ts');
    const before = project.repository();
    const task = await project.ran('writer', { template: 'tests', outputs: [] });
    deepStrictEqual(
      [task.state, task.exitCode, task.failure, task.outputs],
      ['finished', 0, null, [{ path: TEST_FILE, isDeclared: true, isDeleted: false, refusal: null }]],
    );
    ok(task.elapsed !== null && task.elapsed >= 0);
    strictEqual(project.has(TEST_FILE), false);
    strictEqual(git(task.folder ?? '', 'rev-parse', '--abbrev-ref', 'HEAD').trim(), 'HEAD');
    await project.tasks.discard(task.id);
    deepStrictEqual(project.repository(), before);
    deepStrictEqual(readdirSync(join(project.cache, 'ninefold', 'worktrees')), []);
  });

  it('leaves the repository as it was where git names worktrees by relative paths', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'a.ts': 'a\n' }) } });
    const before = project.repository();
    const { id, folder } = await project.ran('writer', { outputs: ['a.ts'] });
    const registration = join(project.folder, '.git', 'worktrees', id);
    // As git writes it with `worktree.useRelativePaths`, from 2.48 on.
    writeFileSync(join(registration, 'gitdir'), `${relative(registration, join(folder ?? '', '.git'))}\n`);
    await project.tasks.discard(id);
    deepStrictEqual(project.repository(), before);
  });

  it('runs in the workspace without git, with a separate output folder', async () => {
    const output = '.claude/state/agents/docs/output/docs/implementation-summary.md';
    const project = await TaskProject.make({
      isGit: false,
      agents: { writer: writes({ [output]: 'Built.\n' }) },
      rules: { tasks: { place: 'workspace' } },
    });
    const { task } = await project.tasks.create({ template: 'docs' }, PERSON);
    match(readFileSync(task.taskFile, 'utf8'), /under `\.claude\/state\/agents\/docs\/output`/);
    writeFiles(project.folder, {
      '.claude/ninefold.json': JSON.stringify({
        taskCommands: { 'claude-code': [process.execPath, '-e', writes({ [output]: 'Built.\n' })] },
      }),
    });
    project.trusts();
    const done = await (await project.tasks.run(task.id)).ended;
    deepStrictEqual(
      [done.state, done.outputs.map(({ path }) => path)],
      ['finished', ['docs/implementation-summary.md']],
    );
    strictEqual(project.has('docs/implementation-summary.md'), false);
  });

  it('is gone with its worktree once Ninefold is removed from the folder', async () => {
    const project = await TaskProject.make({ agents: { writer: writes({ 'a.ts': 'a\n' }) } });
    const before = { ...project.repository() };
    const { folder } = await project.ran('writer', { outputs: ['a.ts'] });
    const { layout } = project.opened;
    const removal = await planRemoval(project.opened, newFolder());
    ok(removal.removed.includes(folder ?? ''));
    await applyRemoval(layout, removal, newFolder());
    deepStrictEqual([project.repository(), existsSync(folder ?? '')], [before, false]);
  });

  it('gives its agent the task on stdin, or as an argument of its own, and keeps its words', async () => {
    const echo =
      "let t = ''; process.stdin.on('data', (d) => t += d).on('end', () => console.log('in', t.slice(0, 18)))";
    const project = await TaskProject.make({
      rules: {
        taskCommands: {
          stdin: [process.execPath, '-e', echo],
          argument: [
            process.execPath,
            '-e',
            'console.error(process.argv.slice(1))',
            '--',
            '{prompt}',
            '{task}',
          ],
        },
      },
    });
    const task = 'say "$(touch hacked)" `touch hacked`; touch hacked';
    const first = await project.ran('stdin', { task });
    strictEqual(readFileSync(first.log ?? '', 'utf8'), 'in # Background Task:\n');
    const second = await project.ran('argument', { task });
    match(readFileSync(second.log ?? '', 'utf8'), /say "\$\(touch hacked\)" `touch hacked`; touch hacked/);
    match(readFileSync(second.log ?? '', 'utf8'), /agents\/task-2\/task\.md/);
    deepStrictEqual([existsSync(join(second.folder ?? '', 'hacked')), project.has('hacked')], [false, false]);
  });

  it('does not let its agent take itself for the one that started it', async () => {
    const project = await TaskProject.make({
      agents: {
        env: 'console.log(process.env.CLAUDECODE, process.env.CODEX_THREAD_ID, process.env.NINEFOLD_TASK)',
      },
    });
    const variables = { CLAUDECODE: '1', CODEX_THREAD_ID: 'x' };
    const { tasks } = await TaskProject.openAt(project.folder, project.cache, variables);
    const { task } = await tasks.create({ template: 'empty', agent: 'env', outputs: ['a'] }, PERSON);
    const { log } = await (await tasks.run(task.id)).ended;
    strictEqual(readFileSync(log ?? '', 'utf8'), 'undefined undefined task\n');
  });
});

describe('a task that somebody runs by hand', () => {
  it('shows what appears in its folder', async () => {
    const project = await TaskProject.make();
    const { task } = await project.tasks.create({ template: 'review' }, PERSON);
    const folder = await project.tasks.prepare(task.id);
    deepStrictEqual((await project.tasks.get(task.id)).state, 'open');
    writeFiles(folder, { 'docs/code-review.md': 'Fine.\n' });
    const seen = await (await project.again()).get(task.id);
    deepStrictEqual(
      [seen.state, seen.outputs.map(({ path }) => path)],
      ['finished', ['docs/code-review.md']],
    );
  });

  it('is read from the folder that ninefold.json names, with its flat names', async () => {
    const project = await TaskProject.make({ rules: { tasks: { folder: 'agents' } } });
    writeFiles(project.folder, {
      'agents/task-tests.md': [
        '# Background Task: Write Tests',
        '## Context',
        '- Files: src/login.ts',
        '## Task',
        'Write failing tests.',
        '## Output',
        'Write to: tests/auth/Login.test.tsx',
      ].join('\n'),
      'agents/task-bad.md': '## Output\nWrite to: ../../outside.ts, `docs/x.md`\n',
      'agents/notes.md': 'no task',
    });
    const seen = async (): Promise<unknown> =>
      (await project.tasks.list()).tasks
        .map(({ id, title, state, declared }) => [id, title, state, declared])
        .sort();
    deepStrictEqual(await seen(), [
      ['bad', 'bad', 'open', ['../../outside.ts', 'docs/x.md']],
      ['tests', 'Write Tests', 'open', ['tests/auth/Login.test.tsx']],
    ]);
    writeFiles(project.folder, { 'agents/output-tests.md': 'done', 'agents/tests/auth/Login.test.tsx': 'x' });
    deepStrictEqual((await project.tasks.get('tests')).state, 'finished');
    const outcome = await project.tasks.merge('tests', {}, PERSON);
    deepStrictEqual([outcome.merged, outcome.task.state], [['tests/auth/Login.test.tsx'], 'merged']);
    strictEqual(project.has('agents/tests/auth/Login.test.tsx'), true);
    await project.tasks.discard('bad');
    strictEqual(project.has('agents/task-bad.md'), true);
  });

  it('of that folder stays readable once it is merged and the folder is no longer named', async () => {
    const project = await TaskProject.make({ rules: { tasks: { folder: 'agents' } } });
    writeFiles(project.folder, {
      'agents/task-tests.md': '# Background Task: Write Tests\n## Output\nWrite to: tests/a.test.ts\n',
      'agents/output-tests.md': 'done',
      'agents/tests/a.test.ts': 'x',
    });
    await project.tasks.merge('tests', {}, PERSON);
    writeFiles(project.folder, { '.claude/ninefold.json': '{}' });
    const { tasks, failures } = await project.tasks.list();
    deepStrictEqual(
      [tasks.map(({ id, title, state, merged }) => [id, title, state, merged]), failures],
      [[['tests', 'Write Tests', 'merged', ['tests/a.test.ts']]], []],
    );
    deepStrictEqual(await codeOf(project.tasks.diff('tests')), 'done');
  });
});
