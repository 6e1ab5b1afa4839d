/** A window on a folder whose active workflow is damaged and left no exports: what can be done there still is. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { offerWayOut } from '../../../src/host/commands/nothing-to-recover.ts';
import { startWorkflow } from '../../../src/host/commands/start-workflow.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, commandContext, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const WORKFLOWS = '.claude/state/workflows';

describe('a window on a damaged workflow', () => {
  let host: HostWindow;
  const context = (): CommandContext => commandContext(host);

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    for (const name of ['journal.snapshot', 'json', 'toon']) {
      rmSync(join(host.path, WORKFLOWS, `wf-001.${name}`), { force: true });
    }
    writeFileSync(join(host.path, WORKFLOWS, 'wf-001.journal.jsonl'), 'garbage\n');
    await host.model.refresh();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('starts another one', async () => {
    strictEqual(host.model.all[0]?.snapshot.kind, 'damaged');
    editor.answers = { input: () => 'Feature (recovered)', pick: () => 'Full' };
    await startWorkflow(context());
    strictEqual(host.model.state?.name, 'Feature (recovered)');
  });

  it('offers to start another one or to delete it where nothing is left to recover', async () => {
    for (const [button, command] of [
      ['Start Workflow…', 'ninefold.startWorkflow'],
      ['Delete Workflow…', 'ninefold.deleteWorkflow'],
    ] as const) {
      const running = offerWayOut(context(), host.open, 'wf-001');
      const shown = await editor.message(/^Nothing to recover/);
      deepStrictEqual(shown.buttons, ['Start Workflow…', 'Delete Workflow…']);
      shown.press(button);
      await running;
      strictEqual(editor.commands.at(-1)?.[0], command);
      editor.messages.length = 0;
    }
  });
});
