import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { MergedFile, StoredTask } from '../../../src/core/service/task-ports.ts';
import { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { cutMerge, landingFile } from './cut-merge.ts';
import { LINES, PERSON, TaskProject, codeOf, writes } from './task-project.ts';

afterEach(removeFolders);

const FILES = { 'src/login.ts': 'new\n', 'deep/er/b.ts': 'b\n', 'a.ts': 'a\n' };

/** A task whose three files are ready to be merged. */
async function ready(): Promise<{
  readonly project: TaskProject;
  readonly id: string;
  readonly task: StoredTask;
}> {
  const project = await TaskProject.make({ agents: { writer: writes(FILES) } });
  const { id } = await project.ran('writer', { outputs: Object.keys(FILES) });
  return { project, id, task: await project.tasks.ports.store.read(id) };
}

function filesOf(project: TaskProject): readonly MergedFile[] {
  return Object.entries(FILES).map(([path, text]) =>
    landingFile(project, path, text, path === 'src/login.ts' ? LINES : null),
  );
}

/** What of the workspace a merge may touch. */
function workspace(project: TaskProject): unknown {
  return [
    project.read('src/login.ts'),
    readdirSync(project.folder).sort(),
    readdirSync(join(project.folder, 'src')),
  ];
}

describe('a merge that fails half-way', () => {
  it('leaves everything as it was where a file cannot be written', async () => {
    const { project, id } = await ready();
    // A file stands where the folder of one of them would be.
    writeFiles(project.folder, { deep: 'a file\n' });
    const before = workspace(project);
    strictEqual(await codeOf(project.tasks.merge(id, {}, PERSON)), 'task-merge-failed');
    deepStrictEqual(workspace(project), before);
    strictEqual((await project.opened.service.state()).taskMerges.length, 0);
    rmSync(join(project.folder, 'deep'));
    strictEqual((await project.tasks.merge(id, {}, PERSON)).merged.length, 3);
  });

  it('leaves everything as it was where the events cannot be saved', async () => {
    const { project, task } = await ready();
    const before = workspace(project);
    const failure = new NinefoldError('lock-busy', { holder: 'somebody' });
    const { merges } = project.tasks.ports;
    const merge = merges.write(task, '01J00000000000000000000000', filesOf(project), () =>
      Promise.reject(failure),
    );
    strictEqual(await codeOf(merge), 'lock-busy');
    deepStrictEqual(workspace(project), before);
    strictEqual(existsSync(join(task.taskFile, '..', 'landing.json')), false);
  });

  it('gives files that were there their mode back, one that it deleted too', async () => {
    const { project, task } = await ready();
    const path = join(project.folder, 'src/login.ts');
    const modes: number[] = [];
    for (const bytes of [null, new TextEncoder().encode('new\n')]) {
      chmodSync(path, 0o750);
      const files = filesOf(project).map((file) =>
        file.path === 'src/login.ts' ? { ...file, bytes } : file,
      );
      const merge = project.tasks.ports.merges.write(task, '01J0', files, () => {
        strictEqual(existsSync(path), bytes !== null);
        return Promise.reject(new NinefoldError('lock-busy', { holder: 'somebody' }));
      });
      strictEqual(await codeOf(merge), 'lock-busy');
      modes.push(statSync(path).mode & 0o777);
    }
    deepStrictEqual([modes, project.read('src/login.ts')], [[0o750, 0o750], LINES]);
  });

  it('writes nothing over what somebody saved meanwhile', async () => {
    const { project, task } = await ready();
    const files = filesOf(project);
    writeFiles(project.folder, { 'src/login.ts': 'saved meanwhile\n' });
    const before = workspace(project);
    const merge = project.tasks.ports.merges.write(task, '01J0', files, () => Promise.resolve(null));
    strictEqual(await codeOf(merge), 'task-file-moved');
    deepStrictEqual(workspace(project), before);
  });
});

describe('a merge whose process died', () => {
  it('is taken back by the next that looks, with what was there before', async () => {
    const { project, id, task } = await ready();
    const before = workspace(project);
    const crashed = await cutMerge(project, task, filesOf(project), '01J00000000000000000000001');
    deepStrictEqual([crashed.read('src/login.ts'), crashed.has('deep/er/b.ts')], ['new\n', true]);
    strictEqual((await crashed.tasks.get(id)).isLanding, true);
    await crashed.tasks.recover();
    deepStrictEqual([workspace(crashed), crashed.has(PLAN)], [before, false]);
    strictEqual((await crashed.tasks.merge(id, {}, PERSON)).merged.length, 3);
  });

  it('leaves a file as it is that a person changed after the crash', async () => {
    const { project, task } = await ready();
    const crashed = await cutMerge(project, task, filesOf(project), '01J00000000000000000000002');
    writeFiles(crashed.folder, { 'a.ts': 'mine now\n' });
    await crashed.tasks.recover();
    deepStrictEqual(
      [crashed.read('a.ts'), crashed.read('src/login.ts'), crashed.has('deep')],
      ['mine now\n', LINES, false],
    );
  });

  it('is finished where its events were saved', async () => {
    const { project, id, task } = await ready();
    const merge = '01J00000000000000000000003';
    const crashed = await cutMerge(project, task, filesOf(project), merge);
    const record = { task: id, title: 'x', merge, agent: null, base: null, exitCode: 0, files: {} };
    await crashed.opened.service.execute({ kind: 'recordTaskMerge', merge: record }, PERSON);
    await crashed.tasks.recover();
    deepStrictEqual(
      [crashed.read('src/login.ts'), crashed.has('a.ts'), crashed.has(PLAN)],
      ['new\n', true, false],
    );
    const { merged, task: view } = await crashed.tasks.merge(id, {}, PERSON);
    deepStrictEqual([merged.length, view.state], [3, 'merged']);
  });

  it('is neither finished nor taken back while nobody can tell whether its events were saved', async () => {
    const { project, id, task } = await ready();
    const merge = '01J00000000000000000000004';
    const crashed = await cutMerge(project, task, filesOf(project), merge);
    const record = { task: id, title: 'x', merge, agent: null, base: null, exitCode: 0, files: {} };
    await crashed.opened.service.execute({ kind: 'recordTaskMerge', merge: record }, PERSON);
    const journal = join(crashed.folder, '.claude/state/workflows/wf-001.journal.jsonl');
    const sound = readFileSync(journal, 'utf8');
    writeFileSync(journal, `${sound}damage\n`);
    deepStrictEqual(
      (await crashed.tasks.recover()).map(({ code }) => code),
      ['state-damaged'],
    );
    strictEqual(await codeOf(crashed.tasks.merge(id, {}, PERSON)), 'state-damaged');
    strictEqual(await codeOf(crashed.tasks.discard(id)), 'state-damaged');
    deepStrictEqual([crashed.read('src/login.ts'), crashed.has(PLAN)], ['new\n', true]);
    writeFileSync(journal, sound);
    deepStrictEqual(await crashed.tasks.recover(), []);
    deepStrictEqual([crashed.read('src/login.ts'), crashed.has(PLAN)], ['new\n', false]);
    strictEqual((await crashed.opened.service.state()).taskMerges.length, 1);
  });

  it('leaves files and plan where the journal cannot be read after its events were sent', async () => {
    const { project, id } = await ready();
    const journal = join(project.folder, '.claude/state/workflows/wf-001.journal.jsonl');
    const { service } = project.opened;
    const sound: string[] = [];
    // Saved, and then spoilt before the answer.
    service.executeTogether = async (...call) => {
      await WorkflowService.prototype.executeTogether.apply(service, call);
      sound.push(readFileSync(journal, 'utf8'));
      writeFileSync(journal, `${sound[0] ?? ''}damage\n`);
      throw new NinefoldError('lock-busy', { holder: 'the end' });
    };
    strictEqual(await codeOf(project.tasks.merge(id, {}, PERSON)), 'state-damaged');
    deepStrictEqual([project.read('src/login.ts'), project.has(PLAN)], ['new\n', true]);
    writeFileSync(journal, sound[0] ?? '');
    deepStrictEqual(await project.tasks.recover(), []);
    deepStrictEqual([project.read('src/login.ts'), project.has(PLAN)], ['new\n', false]);
  });

  it('takes no plan that leads elsewhere', async () => {
    const { project } = await ready();
    const outside = newFolder();
    writeFiles(outside, { 'victim.ts': 'kept\n' });
    const path = relative(project.folder, join(outside, 'victim.ts'));
    const file = { path, before: null, after: HASH_OF_KEPT, temporary: '.x.000000000000.tmp', copy: '0' };
    const plan = { schema: 'ninefold/landing/1', merge: 'x', folders: [], files: [file] };
    writeFiles(project.folder, { [PLAN]: JSON.stringify(plan) });
    await project.tasks.recover();
    deepStrictEqual([readFileSync(join(outside, 'victim.ts'), 'utf8'), project.has(PLAN)], ['kept\n', false]);
  });
});

const PLAN = '.claude/state/agents/task/landing.json';
const HASH_OF_KEPT = createHash('sha256').update('kept\n').digest('hex');
