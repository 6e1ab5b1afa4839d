import { deepStrictEqual } from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { stateFiles, verifyFile } from '../../../src/node/folder/verify.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;

async function faultsOf({ layout, service }: OpenFolder): Promise<unknown> {
  const files = await stateFiles(layout, await service.ports.journals.listIds());
  const faults = (await Promise.all(files.map(verifyFile))).flat();
  return {
    files: files.map((file) => relative(layout.root, file)),
    faults: faults.map(({ file, line }) => [relative(layout.root, file), line]),
  };
}

describe('the strict reading of state', () => {
  afterEach(removeFolders);

  it('reads the files of a project in the user’s own root, and no other’s', async () => {
    const home = newFolder();
    const [shop, other] = [await open(newFolder(), { home, isUserWanted: true }), newFolder()];
    await shop.service.start({ kind: 'start', id: 'the-current', name: 'One', branch: null }, PERSON);
    const beside = await open(other, { home, isUserWanted: true });
    await beside.service.start({ kind: 'start', id: 'the-current', name: 'Two', branch: null }, PERSON);
    writeFiles(home, { '.claude/ninefold.json': '{}' });
    const { prefix } = shop.layout;
    const files = [
      'ninefold.json',
      `state/sessions/${prefix}current.json`,
      ...['workflow-state', 'session-context', 'decisions'].map(
        (name) => `state/context/${prefix}${name}.toon`,
      ),
      ...['journal.jsonl', 'json', 'toon'].map((ending) => `state/workflows/${prefix}the-current.${ending}`),
    ];
    deepStrictEqual(await faultsOf(shop), { files, faults: [] });
    appendFileSync(shop.layout.absolute('state/workflows/the-current.journal.jsonl'), 'garbage\n');
    appendFileSync(shop.layout.absolute('workflow-state.toon'), '  prose\n');
    writeFileSync(shop.layout.absolute('state/sessions/current.json'), '{}');
    deepStrictEqual(await faultsOf(shop), {
      files,
      faults: [
        [files[1], 1],
        [files[2], 26],
        [files[5], 2],
      ],
    });
  });
});
