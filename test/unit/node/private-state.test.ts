import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { readOrigin } from '../../../src/node/state/private-state.ts';
import { isShared } from '../../../src/node/state/shared-rules.ts';
import { applyShare, planShare } from '../../../src/node/folder/share-state.ts';
import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
import { withFault } from '../support/faults.ts';
import { git, newFolder, open, removeFolders } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
const MARKER = '.claude/state/.gitignore';

async function repository(): Promise<OpenFolder> {
  const folder = newFolder();
  git(folder, 'init', '-q', '-b', 'main');
  return open(folder);
}

const start = ({ service }: OpenFolder): Promise<unknown> =>
  service.start({ kind: 'start', id: 'one', name: 'One', branch: null }, PERSON);

const seen = ({ folder }: OpenFolder): string => git(folder, 'status', '--short', '--untracked-files=all');

const marker = ({ folder }: OpenFolder): string => readFileSync(join(folder, MARKER), 'utf8');

describe('private state', () => {
  afterEach(removeFolders);

  it('is private after a very first write that a full disk cut off', async () => {
    const opened = await repository();
    const exclude = join(opened.folder, '.git/info/exclude');
    rmSync(exclude);
    const fault = { call: 'handle.writeFile', path: /gitignore/, code: 'ENOSPC' } as const;
    const failed = await withFault(fault, () =>
      rejects(start(opened), (error) => NinefoldError.is(error, 'file-unwritable')),
    );
    ok(failed > 0);
    deepStrictEqual(readdirSync(join(opened.folder, '.claude/state')), ['origin.json']);
    await start(opened);
    deepStrictEqual([marker(opened), await isShared(opened.layout), seen(opened)], ['*\n', false, '']);
    await applyRemoval(opened.layout, await planRemoval(opened, newFolder()), newFolder());
    deepStrictEqual([existsSync(exclude), readdirSync(opened.folder)], [false, ['.git']]);
  });

  it('is private where an earlier process left the marker empty', async () => {
    const opened = await repository();
    mkdirSync(join(opened.folder, '.claude/state'), { recursive: true });
    writeFileSync(join(opened.folder, MARKER), '');
    deepStrictEqual(await isShared(opened.layout), false);
    await start(opened);
    deepStrictEqual([marker(opened), await isShared(opened.layout), seen(opened)], ['*\n', false, '']);
    deepStrictEqual((await readOrigin(opened.layout))?.madeRoot, true);
  });

  it('is never shared over an ignore file that someone else wrote, but over each of its own', async () => {
    const opened = await repository();
    await start(opened);
    const path = join(opened.folder, MARKER);
    const before = readdirSync(join(opened.folder, '.claude/state/workflows'));
    writeFileSync(path, 'notes.md\n');
    await rejects(applyShare(opened.layout, await planShare(opened.layout)), (error) =>
      NinefoldError.is(error, 'file-unwritable'),
    );
    deepStrictEqual(
      [readFileSync(path, 'utf8'), readdirSync(join(opened.folder, '.claude/state/workflows'))],
      ['notes.md\n', before],
    );
    for (const own of ['*', '.gitignore\norigin.json\n', '']) {
      writeFileSync(path, own);
      await applyShare(opened.layout, await planShare(opened.layout));
      ok(readFileSync(path, 'utf8').startsWith('# Written by Ninefold'), own);
    }
  });

  it('leaves a folder named .git alone that git itself passes over', async () => {
    const outer = await repository();
    const inner = join(outer.folder, 'inner');
    mkdirSync(join(inner, '.git'), { recursive: true });
    const opened = await open(inner);
    await start(opened);
    deepStrictEqual(readdirSync(join(inner, '.git')), []);
    ok(readFileSync(join(outer.folder, '.git/info/exclude'), 'utf8').includes('inner'));
    deepStrictEqual(seen(outer), '');
  });

  it('is decided already where the marker says anything', async () => {
    const opened = await repository();
    mkdirSync(join(opened.folder, '.claude/state'), { recursive: true });
    writeFileSync(join(opened.folder, MARKER), '\n');
    await start(opened);
    deepStrictEqual([marker(opened), await isShared(opened.layout)], ['\n', true]);
  });

  it('is private where there are no hard links', async () => {
    const opened = await repository();
    const failed = await withFault({ call: 'link', path: /gitignore/, code: 'EPERM' }, () => start(opened));
    deepStrictEqual([failed > 0, marker(opened), seen(opened)], [true, '*\n', '']);
  });
});
