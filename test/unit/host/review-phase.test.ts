/** What *Review Phase* opens. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { Uri } from 'vscode';

import { changesSince } from '../../../src/node/git/changes-since.ts';
import { lastGateAt } from '../../../src/core/view/review-basis.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { reviewPhase } from '../../../src/host/review/review-phase.ts';
import { editor } from '../support/fake-vscode.ts';
import { commitInto, git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('the review of a phase', () => {
  let host: HostWindow;
  const review = async (): Promise<void> => {
    const { model, open } = host;
    const look = async () =>
      changesSince(open.folder, open.layout.ignored, lastGateAt(await open.service.state()));
    const uriOf = (file: string, _: string, text: string) => `${file}: ${text}`;
    const context = { model: model.scope(), review: { look }, documents: { uriOf } };
    await reviewPhase(context as unknown as CommandContext);
  };
  const start = async (path: string): Promise<void> => {
    host = await openHost(path);
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.model.refresh();
  };

  beforeEach(() => editor.reset());
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('compares every file that changed since the last gate with what was committed then', async () => {
    const folder = newFolder();
    commitInto(folder, { 'kept.ts': 'kept', 'changed.ts': 'before', 'gone.ts': 'gone' });
    await start(folder);
    writeFiles(folder, { 'changed.ts': 'after', 'new.ts': 'new' });
    git(folder, 'rm', '-q', 'gone.ts');
    await review();
    const [[command, title, resources] = []] = editor.commands.filter(([id]) => id === 'vscode.changes');
    const shown = (resources as readonly (readonly (Uri | string | undefined)[])[]).map((sides) =>
      sides.map((side) =>
        side === undefined
          ? 'none'
          : side
              .toString()
              .replace(`file://${folder}/`, '')
              .replace(`${folder.slice(1)}/`, ''),
      ),
    );
    deepStrictEqual(
      [command, title, shown],
      [
        'vscode.changes',
        'Review 1 Requirements',
        [
          ['changed.ts', 'changed.ts: before', 'changed.ts'],
          ['gone.ts', 'gone.ts: gone', 'none'],
          ['new.ts', 'none', 'new.ts'],
        ],
      ],
    );
  });

  it('opens the written documents without git, and says so if there is nothing', async () => {
    await start(newFolder());
    await review();
    deepStrictEqual(
      [editor.commands.some(([id]) => id === 'vscode.open'), editor.statusMessages.length],
      [false, 1],
    );
    writeFiles(host.path, { 'docs/requirements.md': 'Sign in by mail.' });
    await host.open.service.execute(
      { kind: 'addDeliverable', file: 'docs/requirements.md', phase: '1' },
      PERSON,
    );
    await review();
    const [, uri] = await editor.command('vscode.open');
    strictEqual(String(uri), String(Uri.file(join(host.path, 'docs/requirements.md'))));
  });
});
