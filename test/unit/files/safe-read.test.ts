/** How files are opened: what it opens, what it refuses, and what it says of that. */

import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

import type * as Eslint from 'eslint';

import { NinefoldError } from '../../../src/core/errors.ts';
import { readBytes, tryReadForeignText, readText, readUpTo } from '../../../src/node/files/safe-read.ts';
import type { FileRequest } from '../../../src/node/files/safe-read.ts';
import { MAX_BYTES, sizeWords } from '../../../src/node/files/file-kinds.ts';
import type { FileKind } from '../../../src/node/files/file-kinds.ts';
import { openFollowed } from '../../../src/node/files/own-file.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

/** Code and reason of a refusal; the text where it was read. */
async function saidOf(request: FileRequest): Promise<string> {
  try {
    return (await readText(request)) ?? 'nothing there';
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    strictEqual(error.parameters.path, request.path);
    return `${error.code}: ${error.parameters.reason ?? error.parameters.most ?? ''}`;
  }
}

const KIND = 'rules';

describe('reading files safely', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = newFolder();
    writeFileSync(at('plain'), 'text');
  });
  afterEach(removeFolders);

  it('opens a plain file, and says nothing of one that is not there', async () => {
    deepStrictEqual(
      [await saidOf({ path: at('plain'), kind: KIND }), await readText({ path: at('gone'), kind: KIND })],
      ['text', undefined],
    );
    strictEqual(await readText({ path: join(at('plain'), 'below'), kind: KIND }), undefined);
  });

  it('names what else stands there, and waits for none of it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    const server = createServer().listen(at('socket'));
    await new Promise((done) => server.once('listening', done));
    try {
      for (const [name, target] of Object.entries({
        zero: '/dev/zero',
        terminal: '/dev/ptmx',
        circle: at('circle'),
      })) {
        symlinkSync(target, at(name));
      }
      symlinkSync(at('pipe'), at('to-pipe'));
      const names = ['pipe', 'folder', 'socket', 'zero', 'terminal', 'circle', 'to-pipe'];
      const [own, followed] = [false, true].map((follows) =>
        Promise.all(names.map((name) => saidOf({ path: at(name), kind: KIND, follows }))),
      );
      deepStrictEqual(await own, [
        'file-not-plain: it is a named pipe',
        'file-not-plain: it is a folder',
        'file-not-plain: it is a pipe, a socket, or a device',
        ...Array.from({ length: 4 }, () => 'file-not-plain: it is a link'),
      ]);
      deepStrictEqual(await followed, [
        'file-not-plain: it is a named pipe',
        'file-not-plain: it is a folder',
        'file-not-plain: it is a socket',
        'file-not-plain: it is a device',
        'file-not-plain: it is a device',
        'file-not-plain: it is a link that points back to itself',
        'file-not-plain: it is a named pipe',
      ]);
      for (const name of names) strictEqual(await tryReadForeignText(at(name), KIND), null, name);
    } finally {
      server.close();
    }
  });

  it('reads no more of a file than its kind has, and names the bound', async () => {
    for (const [kind, most] of Object.entries(MAX_BYTES) as [FileKind, number][]) {
      const path = at(kind);
      writeFileSync(path, '');
      truncateSync(path, most + 1);
      strictEqual(await saidOf({ path, kind }), `file-too-large: ${sizeWords(most)}`);
    }
    writeFileSync(at('full'), 'x'.repeat(MAX_BYTES.registration));
    strictEqual(
      (await readBytes({ path: at('full'), kind: 'registration' }))?.length,
      MAX_BYTES.registration,
    );
  });

  it('stops at the bound though the file grows while it is read', async () => {
    const handle = await openFollowed(at('plain'));
    try {
      appendFileSync(at('plain'), ' and more');
      strictEqual((await readUpTo(handle, 100))?.toString(), 'text and more');
      // It says its old size, as one does that grows right after it was looked at.
      const old = await handle.stat();
      old.size = 4;
      handle.stat = (() => Promise.resolve(old)) as typeof handle.stat;
      strictEqual((await readUpTo(handle, 100))?.toString(), 'text and more');
      strictEqual(await readUpTo(handle, 10), null);
    } finally {
      await handle.close();
    }
  });

  it('isn’t read after it was cancelled', async () => {
    const controller = new AbortController();
    controller.abort(new Error('no longer wanted'));
    await rejects(readText({ path: at('plain'), kind: KIND, signal: controller.signal }), /no longer wanted/);
  });

  it('lets no folder below the root be a link, and names the folder', async () => {
    mkdirSync(join(at('root'), 'a', 'b'), { recursive: true });
    writeFileSync(join(at('root'), 'a', 'b', 'file'), 'text');
    symlinkSync(at('root'), at('way-in'));
    const request = { path: join(at('way-in'), 'a', 'b', 'file'), kind: KIND, below: at('way-in') } as const;
    strictEqual(await readText(request), 'text');
    symlinkSync(join(at('root'), 'a'), join(at('root'), 'link'));
    const behind = { ...request, path: join(at('way-in'), 'link', 'b', 'file') };
    await rejects(readText(behind), (error) => {
      const link = join(at('way-in'), 'link');
      return NinefoldError.is(error, 'file-not-plain') && error.parameters.path === link;
    });
  });

  it('follows a link that stays in the folder of a project, and none out of it', async () => {
    mkdirSync(at('project'));
    writeFileSync(join(at('project'), 'inside'), 'text');
    const [stays, leaves] = [join(at('project'), 'stays'), join(at('project'), 'leaves')];
    symlinkSync('inside', stays);
    symlinkSync('../plain', leaves);
    const inside = at('project');
    deepStrictEqual(
      [await saidOf({ path: stays, kind: KIND, inside }), await saidOf({ path: leaves, kind: KIND, inside })],
      ['text', 'file-not-plain: it is a link'],
    );
  });
});

describe('another way to a file', function () {
  // Loading the linter and its presets takes its time.
  this.timeout(60_000);

  it('is refused by the lint rule, whatever it is imported from and by what name', async () => {
    // As it is installed: bundled with a test it wouldn't run.
    const { ESLint, Linter } = createRequire(resolve('package.json'))('eslint') as typeof Eslint;
    // What holds for a file after all parts of the configuration, of which the last wins.
    const { rules } = (await new ESLint().calculateConfigForFile('src/node/engine.ts')) as {
      readonly rules: Readonly<Record<string, Eslint.Linter.RuleEntry>>;
    };
    const rule = rules['no-restricted-syntax'] ?? 'off';
    const linter = new Linter();
    const faults = (code: string): number =>
      linter.verify(code, [{ rules: { 'no-restricted-syntax': rule } }]).length;
    const names = ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream', 'copyFile', 'cp'];
    const modules = ['node:fs', 'fs', 'node:fs/promises', 'fs/promises'];
    for (const module of modules) {
      for (const name of names) {
        strictEqual(faults(`import { ${name} } from '${module}';`), 1, `${name} of ${module}`);
        strictEqual(faults(`import { ${name} as other } from '${module}';`), 1, `${name} of ${module}`);
      }
      for (const code of [`import all from '${module}';`, `import * as all from '${module}';`])
        strictEqual(faults(code), 1, code);
      for (const code of [
        `await import('${module}');`,
        `require('${module}');`,
        `export * from '${module}';`,
      ]) {
        strictEqual(faults(code), 1, code);
      }
    }
    strictEqual(faults("import { promises } from 'node:fs';"), 1);
    strictEqual(faults("process.getBuiltinModule('node:fs');"), 1);
    strictEqual(faults("import { lstat, mkdir, rename } from 'node:fs/promises';"), 0);
    // It stands beside the rule for programs, and not in its place.
    deepStrictEqual([faults("spawn('git', []);"), faults('spawn(git, []);')], [1, 0]);
  });
});
