/** Rows of files that aren't deliverables yet: a click shows something and writes nothing. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { Uri } from 'vscode';

import { phaseRows } from '../../../src/core/view/phase-rows.ts';
import type { Row } from '../../../src/core/view/rows.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { deliverableCommands } from '../../../src/host/commands/deliverable-commands.ts';
import { treeItem } from '../../../src/host/tree/tree-items.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, commandContext, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const FILE = 'docs/requirements.md';

describe('a click on a suggested file', () => {
  let host: HostWindow;
  let shown: { readonly path: string; readonly text: string } | undefined;

  beforeEach(async () => {
    editor.reset();
    shown = undefined;
    host = await openHost();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'Sign in', branch: null }, PERSON);
    await host.model.refresh();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  /** Clicks the first row below the current phase. @returns the arguments of VS Code's open */
  const click = async (exists: boolean): Promise<readonly unknown[]> => {
    const { state } = host.model;
    ok(state !== undefined);
    const row: Row | undefined = phaseRows(state, { [FILE]: { exists, hash: null } })[0]?.children[0];
    ok(row !== undefined);
    const { command, arguments: given = [] } = treeItem(row, undefined).command ?? {};
    strictEqual(command, 'ninefold.openDeliverable');
    const uriOf = (path: string, _: string, text: string): unknown => (shown = { path, text });
    const parts = { ...commandContext(host), usage: { of: () => null }, documents: { uriOf } };
    const context = parts as unknown as CommandContext;
    await deliverableCommands(context)['ninefold.openDeliverable']?.(...(given as readonly unknown[]));
    return editor.command('vscode.open');
  };

  it('opens one that exists', async () => {
    mkdirSync(join(host.path, 'docs'));
    writeFileSync(join(host.path, FILE), '# Requirements\n');
    const [, uri] = await click(true);
    strictEqual(relative(host.path, (uri as Uri).fsPath), join(FILE));
    deepStrictEqual((await host.open.service.state()).deliverables, []);
  });

  it('shows the template of one that does not, and creates nothing', async () => {
    const before = (await host.open.service.state()).revision;
    const [, uri] = await click(false);
    strictEqual(uri, shown);
    strictEqual(shown?.path, FILE);
    match(shown.text, /^# Requirements: Sign in\n[\s\S]*## Goal/);
    strictEqual(editor.statusMessages.length, 1);
    deepStrictEqual(
      [existsSync(join(host.path, FILE)), (await host.open.service.state()).revision],
      [false, before],
    );
  });
});
