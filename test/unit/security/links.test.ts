/** Links that somebody else put where Ninefold keeps its own, as a cloned repository may: nothing behind them is touched. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, posix } from 'node:path';

import { describe as describeError } from '../../../src/cli/context.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { createDeliverable } from '../../../src/core/service/deliverable-service.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
import { TaskRunner } from '../../../src/node/tasks/task-runner.ts';
import { causePattern } from '../support/failure-texts.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { shown } from '../support/platform.ts';
import { JOURNAL, STATE, checkWhole, setTask, startIn, textOf } from '../support/one-workflow.ts';
import { TaskProject, codeOf, writes } from '../tasks/task-project.ts';

const PERSON = { kind: 'person' } as const;
const REQUEST = { id: 'wf-001', phase: 1, path: 'docs/requirements.md' };
const MINE = 'mine\n';
const TORN = /.*\.torn/;

/** A project beside a folder of a person's own. */
async function project(): Promise<{ readonly folder: string; readonly outside: string }> {
  const top = newFolder();
  const [folder, outside] = [join(top, 'project'), join(top, 'outside')];
  mkdirSync(folder);
  writeFiles(outside, { '.bashrc': MINE });
  await startIn(folder);
  return { folder, outside };
}

/** Puts a link in place of what is there. */
function link(target: string, path: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** The words of the failure; empty where there is none. */
async function wordsOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    ok(NinefoldError.is(error), String(error));
    return shown(describeError(error));
  }
}

/** Everything below a folder, by its text. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );
}

const ONLY_MINE = { '.bashrc': MINE };

describe('a link among Ninefold’s own files', () => {
  afterEach(removeFolders);

  it('isn’t where the unfinished end of a journal is kept', async () => {
    const { folder, outside } = await project();
    const torn = join(folder, `${JOURNAL}.torn`);
    const target = join(outside, '.bashrc');
    appendFileSync(join(folder, JOURNAL), '{"v":1');
    const half = textOf(folder);
    link(target, torn);
    const { service } = await open(folder);
    match(
      await wordsOf(setTask(service, 'a')),
      causePattern('file-unwritable', { path: TORN, reason: 'it is a link' }),
    );
    rmSync(torn);
    linkSync(target, torn);
    match(
      await wordsOf(setTask(service, 'a')),
      causePattern('file-unwritable', { path: TORN, reason: 'it has another hard link' }),
    );
    rmSync(torn);
    mkdirSync(torn);
    match(await wordsOf(setTask(service, 'a')), causePattern('file-unwritable', { path: TORN }));
    deepStrictEqual([textOf(folder), filesOf(outside)], [half, ONLY_MINE]);
    rmSync(torn, { recursive: true });
    await setTask(service, 'a');
    strictEqual(readFileSync(torn, 'utf8'), '{"v":1');
    await checkWhole(folder);
  });

  it('is no journal, neither to read nor to write', async () => {
    const { folder, outside } = await project();
    renameSync(join(folder, JOURNAL), join(outside, 'journal'));
    const before = filesOf(outside);
    link(join(outside, 'journal'), join(folder, JOURNAL));
    const { service } = await open(folder);
    match(await wordsOf(service.state('wf-001')), causePattern('file-not-plain', { reason: 'it is a link' }));
    match(await wordsOf(setTask(service, 'a')), causePattern('file-not-plain', { reason: 'it is a link' }));
    deepStrictEqual(filesOf(outside), before);
    rmSync(join(folder, JOURNAL));
    linkSync(join(outside, 'journal'), join(folder, JOURNAL));
    match(
      await wordsOf(setTask(service, 'a')),
      causePattern('file-unwritable', { reason: 'it has another hard link' }),
    );
    deepStrictEqual(filesOf(outside), before);
  });

  it('is no log of an agent’s run', async () => {
    const { folder, outside } = await project();
    const log = join(folder, STATE, 'agents/one/run-1.log');
    link(join(outside, '.bashrc'), log);
    const started = await new TaskRunner(process.env, folder).start({
      agent: 'one',
      program: process.execPath,
      args: ['-e', "console.log('evil')"],
      folder,
      variables: {},
      input: '',
      log,
    });
    deepStrictEqual([started, filesOf(outside)], [{ failure: 'it is a link' }, ONLY_MINE]);
  });

  for (const place of [
    '',
    'workflows',
    'handoffs',
    'handoffs/archive',
    'sessions',
    'context',
    'edits',
    'trash',
  ]) {
    it(`leads no writer out in the place of the folder state/${place}`, async () => {
      const { folder, outside } = await project();
      const { service } = await open(folder);
      await createHandoff(service, PERSON);
      const path = join(folder, STATE, place);
      // What is read through it is whole, so that nothing else refuses the write.
      if (existsSync(path)) renameSync(path, join(outside, 'moved'));
      else mkdirSync(join(outside, 'moved'));
      const before = filesOf(outside);
      link(join(outside, 'moved'), path);
      const again = await open(folder);
      const parameters = { path: new RegExp(`.*${posix.join(STATE, place)}`), reason: 'it is a link' };
      const words = new RegExp(
        ['file-not-plain', 'file-unwritable']
          .map((code) => causePattern(code as ErrorCode, parameters).source)
          .join('|'),
      );
      match(await wordsOf(setTask(again.service, 'a')), words);
      match(await wordsOf(createHandoff(again.service, PERSON)), words);
      deepStrictEqual(filesOf(outside), before);
    });
  }

  it('may be the root itself', async () => {
    const { folder, outside } = await project();
    renameSync(join(folder, '.claude'), join(outside, 'root'));
    link(join(outside, 'root'), join(folder, '.claude'));
    const { service } = await open(folder);
    await setTask(service, 'a');
    await createHandoff(service, PERSON);
    await checkWhole(folder);
  });

  it('takes no earlier handoff out', async () => {
    const { folder, outside } = await project();
    const { service } = await open(folder);
    await createHandoff(service, PERSON);
    // An unchanged handoff isn't archived.
    await setTask(service, 'a');
    link(outside, join(folder, STATE, 'handoffs/archive/wf-001'));
    match(
      await wordsOf(createHandoff(service, PERSON)),
      causePattern('file-unwritable', { path: /.*archive\/wf-001/, reason: 'it is a link' }),
    );
    deepStrictEqual(filesOf(outside), ONLY_MINE);
  });

  it('makes a task that has one in its folder a damaged one, which can be moved aside', async () => {
    const project = await TaskProject.make({ agents: { one: writes({ 'a.txt': 'a' }) } });
    const outside = newFolder();
    writeFiles(outside, { '.bashrc': MINE });
    const task = await project.ran('one');
    const folder = join(project.folder, STATE, 'agents', task.id);
    link(outside, join(folder, 'marked'));
    strictEqual(await codeOf(project.tasks.merge(task.id, {}, PERSON)), 'task-damaged');
    const { failures } = await project.tasks.list();
    deepStrictEqual(
      failures.map(({ parameters }) => parameters.reason),
      ['its folder contains a link'],
    );
    await project.tasks.discard(task.id);
    deepStrictEqual([existsSync(folder), filesOf(outside)], [false, ONLY_MINE]);
  });

  for (const place of ['', 'edits', 'handoffs', 'trash', 'workflows']) {
    it(`is taken away in the place of state/${place}, and nothing behind it`, async () => {
      const { folder, outside } = await project();
      writeFiles(outside, { 'archive/wf-001/a.md': MINE });
      const path = join(folder, STATE, place);
      // Another program's file: the folders are taken away one by one then.
      if (place !== '') writeFiles(folder, { [`${STATE}/other.txt`]: MINE });
      link(outside, path);
      const before = filesOf(outside);
      const opened = await open(folder);
      const removal = await planRemoval(opened, newFolder());
      deepStrictEqual(
        removal.removed.filter((one) => one.startsWith(`${path}/`) && one !== path && place !== ''),
        [],
      );
      await applyRemoval(opened.layout, removal, newFolder());
      deepStrictEqual([filesOf(outside), existsSync(path)], [before, false]);
    });
  }

  it('is no template', async () => {
    const { folder, outside } = await project();
    const { service } = await open(folder);
    link(join(outside, '.bashrc'), join(folder, '.claude/templates/requirements.md'));
    match(
      await wordsOf(createDeliverable(service, PERSON, REQUEST)),
      causePattern('file-not-plain', {
        path: /.*requirements\.md/,
        reason: 'it is a link, or its path contains one',
      }),
    );
    link(outside, join(folder, '.claude/templates'));
    writeFiles(outside, { 'requirements.md': MINE });
    match(await wordsOf(createDeliverable(service, PERSON, REQUEST)), /it is a link/);
    strictEqual(existsSync(join(folder, 'docs')), false);
    rmSync(join(folder, '.claude/templates'));
    writeFiles(folder, { '.claude/templates/requirements.md': 'ours\n' });
    await createDeliverable(service, PERSON, REQUEST);
    match(textOf(folder, 'docs/requirements.md'), /ours/);
  });

  it('is no export and no handoff: it is replaced, and what is behind it is copied nowhere', async () => {
    const { folder, outside } = await project();
    const { service } = await open(folder);
    await createHandoff(service, PERSON);
    const files = ['session-context.toon', 'workflow-state.toon', 'state/handoffs/handoff-wf-001.md'];
    for (const file of files) link(join(outside, '.bashrc'), join(folder, '.claude', file));
    const again = await open(folder);
    const { exports, edits } = again.service.ports;
    deepStrictEqual(
      [await exports.readHandoff('wf-001'), await edits.find(files.slice(0, 2))],
      [undefined, []],
    );
    await exports.changeHandoff('wf-001', (text) => `${text}more`);
    await setTask(again.service, 'a');
    await createHandoff(again.service, PERSON);
    deepStrictEqual(filesOf(outside), ONLY_MINE);
    for (const file of files) {
      ok(!lstatSync(join(folder, '.claude', file)).isSymbolicLink(), file);
      ok(!textOf(folder, join('.claude', file)).includes(MINE), file);
    }
    const kept = Object.entries(filesOf(join(folder, '.claude'))).filter(([, text]) => text === MINE);
    deepStrictEqual(kept, []);
  });
});
