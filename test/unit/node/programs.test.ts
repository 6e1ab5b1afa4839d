import { deepStrictEqual } from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { isFolderThere, isProgramThere } from '../../../src/node/programs.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

describe('programs on the PATH', () => {
  afterEach(removeFolders);

  it('are those that may be run, in any of its folders, and nothing is run to find out', async () => {
    const folder = newFolder();
    writeFiles(folder, { 'b/claude': 'exit 1', 'b/codex': 'not to be run' });
    chmodSync(join(folder, 'b/claude'), 0o755);
    mkdirSync(join(folder, 'b/gemini'));
    const PATH = ['relative', join(folder, 'a'), join(folder, 'b')].join(delimiter);
    const environment = { env: { PATH }, platform: 'linux' } as const;
    const names = ['claude', 'codex', 'gemini', 'absent'];
    const found = await Promise.all(names.map((name) => isProgramThere(name, environment)));
    deepStrictEqual(found, [true, false, false, false]);
    deepStrictEqual(await isProgramThere('claude', { env: {}, platform: 'linux' }), false);
  });

  it('are not asked for where only a folder tells of an agent', async () => {
    const home = newFolder();
    writeFiles(home, { '.codex/config.toml': '', '.gemini': 'a file' });
    const found = await Promise.all(
      ['.codex', '.gemini', '.claude'].map((name) => isFolderThere(home, name)),
    );
    deepStrictEqual(found, [true, false, false]);
  });
});
