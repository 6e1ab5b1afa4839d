/** The title of the phases view, and the message above its rows, which moves them. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';

import { EventEmitter } from 'vscode';

import { PHASES_VIEW } from '../../../src/host/contributions.ts';
import { WaitingAgents } from '../../../src/host/sessions/waiting-agents.ts';
import { PhaseTree } from '../../../src/host/tree/phase-tree.ts';
import { PhaseView } from '../../../src/host/tree/phase-view.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('the title of the phases view', () => {
  let host: HostWindow;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    const { model, reading, reporter, open, disposables } = host;
    await open.service.start({ kind: 'start', id: 'wf-001', name: 'Sign in', branch: null }, PERSON);
    await model.refresh();
    const silent = { of: () => null, onDidChange: new EventEmitter<void>().event, setSeen: () => undefined };
    const parts = {
      model,
      reading,
      usage: silent,
      work: silent,
      review: { ...silent, isReworked: () => undefined },
      waiting: new WaitingAgents(),
    };
    const given = parts as unknown as ConstructorParameters<typeof PhaseTree>[0];
    const tree = disposables.add(new PhaseTree(given));
    disposables.add(new PhaseView({ model, tree, usage: given.usage, reporter }));
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('says the phase first, which a narrow side bar still shows, then the name', () => {
    strictEqual(editor.descriptions.get(PHASES_VIEW), 'Phase 1 of 9 · Sign in');
  });

  it('has no message of a level, because that would move the rows from under the pointer', async () => {
    for (const tokens of [152_000, 184_000, 40_000]) {
      host.reading.setFolder(host.folder, readingOf(tokens));
      host.reading.set(readingOf(tokens), host.folder);
      await host.model.refresh();
    }
    const rules = host.open.layout.absolute('ninefold.json');
    writeFileSync(rules, '{ "levels": { "warning": "many" } }');
    await host.model.refresh();
    const message = await editor.viewMessage('levels.warning');
    const before = editor.viewMessages.slice(0, editor.viewMessages.indexOf(message));
    ok(before.length > 0);
    deepStrictEqual([...new Set(before)], ['']);
  });
});
