import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { windowCommands } from '../../../src/host/commands/window-commands.ts';
import { editor } from '../support/fake-vscode.ts';
import { git, newFolder, removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';
import { shareFolder } from '../support/shared-folder.ts';

const ID = 'wf-001';

describe('Open Journal', () => {
  let host: HostWindow;
  beforeEach(() => {
    editor.reset();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  /** Returns the path of what is shown; undefined for nothing. */
  async function opened(): Promise<string | undefined> {
    const context = { model: host.model.scope(), reporter: host.reporter } satisfies Partial<CommandContext>;
    await windowCommands(context as Partial<CommandContext> as CommandContext)['ninefold.openJournal']?.();
    return editor.shownDocuments.at(-1);
  }

  async function openShared(): Promise<void> {
    const folder = newFolder();
    cpSync(await shareFolder(), folder, { recursive: true });
    host = await openHost(folder);
  }

  const typesIn = (path = ''): readonly string[] =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly type: string }).type);

  it('shows the file of a private journal', async () => {
    host = await openHost();
    await host.open.service.start({ kind: 'start', id: ID, name: 'One', branch: null }, PERSON);
    await host.model.refresh();
    const path = await opened();
    deepStrictEqual([basename(path ?? ''), typesIn(path)], [`${ID}.journal.jsonl`, ['workflow.started']]);
  });

  it('shows the only segment of a shared journal, not the line in its place', async () => {
    await openShared();
    deepStrictEqual(typesIn(await opened()), ['workflow.started']);
  });

  it('asks which of several segments to show, and shows none if nobody chooses', async () => {
    await openShared();
    await host.open.service.execute({ kind: 'approve' }, PERSON, ID);
    git(host.path, 'add', '-A');
    git(host.path, 'commit', '-qm', 'approve');
    await host.open.service.execute({ kind: 'rename', name: 'Two' }, PERSON, ID);
    let offered: readonly string[] = [];
    let choice: string | undefined;
    editor.answers = {
      pick: (items) => {
        offered = items.map(({ label }) => label);
        return choice;
      },
    };
    strictEqual(await opened(), undefined);
    const segments = readdirSync(join(host.path, '.claude/state/workflows', `${ID}.journal`));
    deepStrictEqual([...offered].sort(), segments.sort());
    const types: string[] = [];
    for (choice of segments) types.push(...typesIn(await opened()));
    deepStrictEqual(types.sort(), ['phase.approved', 'workflow.renamed', 'workflow.started']);
  });
});
