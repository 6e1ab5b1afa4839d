import { deepStrictEqual, notStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as pooled from 'node:fs/promises';
import { join } from 'node:path';

import * as atOnce from '../../../src/node/files/files-at-once.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

type Files = typeof atOnce;
const both: readonly Files[] = [pooled, atOnce];

/** What became of a call: its result, or the code of its error. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return { result: await work };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code, syscall: (error as NodeJS.ErrnoException).syscall };
  }
}

/** Runs the same in two folders that are alike, and gives both outcomes. */
async function compared(
  work: (files: Files, folder: string) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const outcomes: unknown[] = [];
  for (const files of both) {
    const folder = newFolder();
    writeFiles(folder, { 'a.txt': 'text', 'folder/b.txt': 'more' });
    outcomes.push(await outcome(work(files, folder)));
  }
  return outcomes;
}

describe('file functions that are done at once', () => {
  afterEach(removeFolders);

  const calls: Readonly<Record<string, (files: Files, folder: string) => Promise<unknown>>> = {
    'stat a file': async (files, folder) => (await files.stat(join(folder, 'a.txt'))).size,
    'stat nothing': (files, folder) => files.stat(join(folder, 'none')),
    'stat below a file': (files, folder) => files.lstat(join(folder, 'a.txt', 'b')),
    'lstat nothing': (files, folder) => files.lstat(join(folder, 'none')),
    'stat a name with NUL': (files) => files.stat('a\u0000b'),
    'list a folder': async (files, folder) => (await files.readdir(folder)).toSorted(),
    'list entries': async (files, folder) =>
      (await files.readdir(folder, { withFileTypes: true })).map((one) => [one.name, one.isFile()]),
    'list a file': (files, folder) => files.readdir(join(folder, 'a.txt')),
    'resolve nothing': (files, folder) => files.realpath(join(folder, 'none')),
    'access nothing': (files, folder) => files.access(join(folder, 'none')),
    'make a folder that is there': (files, folder) => files.mkdir(join(folder, 'folder')),
    'make folders': async (files, folder) => {
      await files.mkdir(join(folder, 'x', 'y'), { recursive: true });
      return existsSync(join(folder, 'x', 'y'));
    },
    'write over a file exclusively': (files, folder) =>
      files.writeFile(join(folder, 'a.txt'), 'new', { flag: 'wx' }),
    'write and read': async (files, folder) => {
      await files.writeFile(join(folder, 'c.txt'), 'ü');
      return files.readFile(join(folder, 'c.txt'), 'utf8');
    },
    'rename over a file': async (files, folder) => {
      await files.rename(join(folder, 'a.txt'), join(folder, 'folder', 'b.txt'));
      return readFileSync(join(folder, 'folder', 'b.txt'), 'utf8');
    },
    'rename nothing': (files, folder) => files.rename(join(folder, 'none'), join(folder, 'x')),
    'link to a name that is taken': (files, folder) =>
      files.link(join(folder, 'a.txt'), join(folder, 'folder', 'b.txt')),
    'remove a file': async (files, folder) => {
      await files.rm(join(folder, 'a.txt'), { force: true });
      return existsSync(join(folder, 'a.txt'));
    },
    'remove nothing by force': (files, folder) => files.rm(join(folder, 'none'), { force: true }),
    'remove nothing': (files, folder) => files.rm(join(folder, 'none')),
    'remove a tree': async (files, folder) => {
      await files.rm(join(folder, 'folder'), { recursive: true, force: true });
      return existsSync(join(folder, 'folder'));
    },
    'remove a full folder': (files, folder) => files.rmdir(join(folder, 'folder')),
    'set times': async (files, folder) => {
      await files.utimes(join(folder, 'a.txt'), 1000, 2000);
      return (await files.stat(join(folder, 'a.txt'))).mtimeMs;
    },
    'open nothing': (files, folder) => files.open(join(folder, 'none'), 'r'),
    'open exclusively what is there': (files, folder) => files.open(join(folder, 'a.txt'), 'wx', 0o600),
    'read parts': async (files, folder) => {
      const file = await files.open(join(folder, 'a.txt'), 'r');
      const part = await file.read(Buffer.alloc(2), 0, 2, 1);
      const end = await file.read(Buffer.alloc(2), 0, 2, 4);
      const { size } = await file.stat();
      const { size: exact } = await file.stat({ bigint: true });
      const all = (await file.readFile()).toString('utf8');
      await file.close();
      return [part.bytesRead, part.buffer.toString('utf8'), end.bytesRead, size, exact, all];
    },
    'write parts': async (files, folder) => {
      const file = await files.open(join(folder, 'new.txt'), 'wx+', 0o600);
      const { bytesWritten } = await file.write(Buffer.from('abcdef'), 1, 4, null);
      await file.writeFile('ü', 'utf8');
      await file.truncate(5);
      await file.sync();
      await file.close();
      return [bytesWritten, readFileSync(join(folder, 'new.txt'))];
    },
  };

  for (const [what, call] of Object.entries(calls)) {
    it(`${what} as Node's own do`, async () => {
      const [own, other] = await compared(call);
      deepStrictEqual(other, own);
    });
  }

  it('resolve and remove a link, not its target', async function () {
    if (process.platform === 'win32') this.skip();
    const outcomes = await compared(async (files, folder) => {
      const link = join(folder, 'link');
      symlinkSync(join(folder, 'a.txt'), link);
      const isTarget = (await files.realpath(link)) === join(folder, 'a.txt');
      const isLink = (await files.lstat(link)).isSymbolicLink();
      await files.rm(link, { force: true });
      symlinkSync(join(folder, 'none'), link);
      await files.rm(link, { force: true });
      return [
        isTarget,
        isLink,
        (await files.readdir(folder)).includes('link'),
        existsSync(join(folder, 'a.txt')),
      ];
    });
    deepStrictEqual(outcomes, [{ result: [true, true, false, true] }, { result: [true, true, false, true] }]);
  });

  it('close a file once: its number may be another file’s by then', async () => {
    const path = join(newFolder(), 'a.txt');
    writeFileSync(path, 'text');
    const first = await atOnce.open(path, 'r');
    const number = first.fd;
    await first.close();
    const second = await atOnce.open(path, 'r');
    strictEqual(second.fd, number);
    await first.close();
    strictEqual((await second.stat()).size, 4);
    await second.close();
    notStrictEqual(second.fd, number);
    await rejects(second.stat());
  });

  it('let a timer run in between, which may limit the answer', async () => {
    const folder = newFolder();
    const late = { isDue: false };
    setTimeout(() => (late.isDue = true), 1);
    let calls = 0;
    while (!late.isDue && calls < 10_000_000) {
      await atOnce.stat(folder);
      calls++;
    }
    ok(late.isDue);
  });
});
