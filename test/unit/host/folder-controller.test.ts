/** A folder in a window: what its snapshot says, when that is told, and whoever wrote the files. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { FolderController } from '../../../src/host/folders/folder-controller.ts';
import type { FolderSnapshot } from '../../../src/host/folders/folder-snapshot.ts';
import { editor } from '../support/fake-vscode.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';

describe('a folder in a window', () => {
  let host: HostWindow;
  let told: string[] = [];
  let controller: FolderController;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    told = [];
    const [only] = host.model.all;
    if (only === undefined) throw new Error('no folder');
    controller = only;
    host.disposables.add(controller.onDidChange(({ kind }) => told.push(kind)));
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  const file = (path: string): string => join(host.path, path);
  /** Another window or the command line starts a workflow: nobody tells this window but the files. */
  const startElsewhere = async (id = 'wf-001', stateDirectory?: string): Promise<void> => {
    const { service } = await open(host.path, stateDirectory === undefined ? {} : { stateDirectory });
    await service.start({ kind: 'start', id, name: id, branch: null }, PERSON);
  };
  const next = (): Promise<FolderSnapshot> =>
    new Promise((resolve) => {
      const listening = controller.onDidChange((snapshot) => {
        listening.dispose();
        resolve(snapshot);
      });
    });

  it('is told when it changed, and not when it was only read again', async () => {
    strictEqual(controller.snapshot.kind, 'empty');
    await controller.refresh();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await controller.refresh();
    const once = [...told];
    await Promise.all([controller.refresh(), controller.refresh(), controller.look()]);
    deepStrictEqual([once.at(-1), told], ['workflow', once]);
  });

  it('is read again when a watcher tells of a file that somebody else wrote', async () => {
    await startElsewhere();
    const changed = next();
    editor.touch(file(JOURNAL));
    strictEqual((await changed).kind, 'workflow');
  });

  it('is read again at a look that finds other files, without a watcher', async () => {
    await startElsewhere();
    await controller.refresh();
    const { service } = await open(host.path);
    await service.execute({ kind: 'addNextStep', text: 'Ask' }, PERSON);
    await controller.look();
    const { snapshot } = controller;
    deepStrictEqual(snapshot.kind === 'workflow' && snapshot.state.nextSteps.map(({ text }) => text), [
      'Ask',
    ]);
  });

  it('is damaged where its journal is, says why, notes it once, and is whole again with the journal', async () => {
    await startElsewhere();
    const whole = readFileSync(file(JOURNAL), 'utf8');
    appendFileSync(file(JOURNAL), 'not json\n');
    for (let count = 0; count < 3; count++) await controller.refresh();
    const { snapshot } = controller;
    if (snapshot.kind !== 'damaged') throw new Error(snapshot.kind);
    strictEqual(NinefoldError.is(snapshot.error, 'state-damaged') && snapshot.error.parameters.line, 2);
    strictEqual(host.log.lines.filter((line) => line.includes("couldn't read the state")).length, 1);
    writeFileSync(file(JOURNAL), whole);
    await controller.refresh();
    strictEqual(controller.snapshot.kind, 'workflow');
  });

  it('holds by the defaults where its rules can’t be read, and shows the workflow all the same', async () => {
    await startElsewhere();
    writeFiles(host.path, { '.claude/ninefold.json': '{ "levels": { "warning": "high" } }' });
    await controller.refresh();
    const { snapshot } = controller;
    if (snapshot.kind !== 'workflow') throw new Error(snapshot.kind);
    deepStrictEqual(snapshot.meter.levels, { warning: 75, suggest: 85, force: 90 });
    strictEqual(snapshot.meter.rulesFailure?.code, 'rules-invalid');
  });

  it('moves with the setting for its state', async () => {
    await startElsewhere();
    await controller.refresh();
    const elsewhere = newFolder();
    await startElsewhere('wf-002', elsewhere);
    const changed = next();
    editor.set('ninefold.stateDirectory', elsewhere);
    const snapshot = await changed;
    strictEqual(snapshot.kind === 'workflow' && snapshot.state.id, 'wf-002');
  });

  it('takes an edited export in once it is trusted, and not before', async () => {
    await startElsewhere();
    await controller.refresh();
    const toon = file('.claude/workflow-state.toon');
    const text = readFileSync(toon, 'utf8');
    match(text, /^next_steps\[0\]/m);
    editor.isTrusted = false;
    writeFileSync(
      toon,
      text.replace(/^next_steps\[0\].*$/m, 'next_steps[1]{text,status}:\n  Ask the bank,open'),
    );
    await controller.refresh();
    const steps = (): readonly string[] => host.model.state?.nextSteps.map((step) => step.text) ?? [];
    deepStrictEqual(steps(), []);
    editor.isTrusted = true;
    await controller.refresh();
    deepStrictEqual(steps(), ['Ask the bank']);
  });

  it('is told no more once it is closed', async () => {
    host.disposables.dispose();
    await startElsewhere();
    editor.touch(file(JOURNAL));
    await controller.refresh();
    deepStrictEqual(told, []);
  });
});
