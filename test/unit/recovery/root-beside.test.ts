import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { historyCandidate } from '../../../src/node/recovery/history-candidate.ts';
import { git, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

afterEach(removeFolders);

describe('a state root beside the folder, whose name begins with the folder’s', () => {
  it('hides no file of the folder', async () => {
    const top = newFolder();
    const folder = join(top, 'shop');
    mkdirSync(folder);
    git(folder, 'init', '-q', '-b', 'main');
    writeFiles(folder, { 'docs/requirements.md': '# Requirements: Sign in\n' });
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'Begin');
    const { service, layout } = await open(folder, { stateDirectory: '../shop-docs' });
    const found = await historyCandidate(service, layout, undefined);
    deepStrictEqual(
      found?.state.deliverables.map(({ file }) => file),
      ['docs/requirements.md'],
    );
  });
});
