/** What a recovered export says, in the letters that it was written in. */

import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

describe('a recovered export', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('keeps a version and an id as they were written, where somebody took their quotes away', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'Sign in', '--branch', '1e10');
    await terminal.done('decision', 'add', 'runtime', '1.10', 'it is there');
    const state = join(terminal.folder, '.claude/state/workflows');
    for (const name of readdirSync(state)) if (!name.endsWith('.toon')) rmSync(join(state, name));
    for (const name of ['workflow-state.toon', 'session-context.toon', 'state/workflows/wf-001.toon']) {
      const path = join(terminal.folder, '.claude', name);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/"(1\.10|1e10)"/g, '$1'));
    }
    await terminal.done('recover', 'wf-001', '--apply', '1');
    const { branch, decisions } = (await terminal.json('status')) as Record<string, unknown>;
    deepStrictEqual(
      [branch, decisions],
      ['1e10', [{ id: 'runtime', choice: '1.10', reason: 'it is there' }]],
    );
  });
});
