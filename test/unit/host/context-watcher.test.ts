import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { ContextWatcher } from '../../../src/host/context/context-watcher.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf } from '../support/host.ts';
import { bringBundles } from '../support/in-process.ts';

describe('the project context in a window', function () {
  this.timeout(60_000);
  let isOver = false;
  afterEach(() => {
    isOver = true;
    removeFolders();
  });

  it('is loaded for a session that was at work before its workflow started', async () => {
    bringBundles();
    editor.reset();
    const host = await openHost();
    host.disposables.add(new ContextWatcher(host.model, host.reading, host.reporter));
    host.reading.set(readingOf(20_000), host.folder);
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.model.refresh();
    const cache = join(host.path, '.claude/state/context/project-cache.json');
    // The watcher tells nobody when it is done; without the file, the test's time runs out.
    while (!existsSync(cache) && !isOver) await setImmediate();
    host.disposables.dispose();
  });
});
