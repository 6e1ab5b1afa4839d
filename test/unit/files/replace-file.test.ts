/** A file that is replaced through another folder never has a temporary one beside it. */

import { deepStrictEqual } from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { replaceFile } from '../../../src/node/files/atomic-file.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

describe('a file that is replaced', () => {
  afterEach(removeFolders);

  it('is whole in a folder where nothing else was written', async () => {
    const folder = newFolder();
    const through = join(folder, 'state');
    mkdirSync(through);
    const seen: (readonly number[])[] = [];
    const look = (): Promise<void> => {
      seen.push([readdirSync(folder).length, readdirSync(through).length]);
      return Promise.resolve();
    };
    const file = join(folder, 'a.toon');
    await replaceFile(file, 'one', look, undefined, through);
    await replaceFile(file, 'two', look, undefined, through);
    deepStrictEqual(seen, [
      [1, 1],
      [2, 1],
    ]);
    deepStrictEqual([readFileSync(file, 'utf8'), readdirSync(through)], ['two', []]);
  });
});
