import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import {
  closedFolders,
  findProgram,
  programExists,
  pathFolders,
  programFiles,
} from '../../../src/node/machine/programs.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

/** A folder with programs that may be run. */
function withPrograms(...paths: readonly string[]): string {
  const folder = newFolder();
  for (const path of paths) {
    writeFiles(folder, { [path]: 'exit 1' });
    chmodSync(join(folder, path), 0o755);
  }
  return folder;
}

const onLinux = (PATH: string) => ({ env: { PATH }, platform: 'linux' }) as const;
const onWindows = (env: Readonly<Record<string, string>>) => ({ env, platform: 'win32' }) as const;

describe('programs on the PATH', () => {
  afterEach(removeFolders);

  it('are those that may be run, in any of its folders, and nothing is run to find out', async () => {
    const folder = withPrograms('b/claude');
    writeFiles(folder, { 'b/codex': 'not to be run' });
    mkdirSync(join(folder, 'b/gemini'));
    const environment = onLinux(['relative', join(folder, 'a'), join(folder, 'b')].join(delimiter));
    const names = ['claude', 'codex', 'gemini', 'absent'];
    const found = await Promise.all(names.map((name) => programExists(name, environment)));
    deepStrictEqual(found, [true, false, false, false]);
    deepStrictEqual(await programExists('claude', { env: {}, platform: 'linux' }), false);
  });

  it('are found by their whole path, and never in a closed folder, however the PATH leads there', async () => {
    const workspace = withPrograms('git', 'bin/git', 'node_modules/.bin/git');
    const tools = withPrograms('git');
    const links = newFolder();
    symlinkSync(join(workspace, 'bin'), join(links, 'bin'));
    const leading = [
      '',
      '.',
      './bin',
      'bin',
      '..',
      workspace,
      `${workspace}/`,
      `${workspace}/bin/../bin`,
      join(workspace, 'node_modules/.bin'),
      join(links, 'bin'),
    ];
    const find = (folders: readonly string[]): Promise<string | undefined> =>
      findProgram('git', onLinux(folders.join(':')), [workspace]);
    for (const folder of leading) {
      strictEqual(await find([folder]), undefined, folder);
      strictEqual(await find([folder, tools]), join(tools, 'git'), folder);
    }
    // A folder whose name only begins like the closed one is another.
    strictEqual(await find([tools, workspace]), join(tools, 'git'));
    strictEqual(await findProgram('git', onLinux(tools), [tools.slice(0, -1)]), join(tools, 'git'));
  });

  it('are closed in the workspace, but not where that is the home folder or holds it', () => {
    deepStrictEqual(closedFolders(['/home/ada/shop', '/home/ada', '/home', '/'], '/home/ada'), [
      '/home/ada/shop',
    ]);
  });
});

describe('programs on the PATH of Windows', () => {
  const workspace = 'C:\\Users\\Ada\\shop';

  it('are looked for in whole paths outside the workspace, in whatever letters', () => {
    const leading = [
      '',
      '.',
      'bin',
      '\\bin',
      'C:bin',
      workspace,
      'c:\\users\\ADA\\Shop',
      'C:\\Users\\Ada\\shop\\node_modules\\.bin',
      'C:/Users/Ada/shop/bin',
      'C:\\Users\\Ada\\other\\..\\shop',
      '"C:\\Users\\Ada\\shop\\tools"',
    ];
    const kept = [
      'C:\\Git\\cmd',
      'C:\\Users\\Ada\\shop-tools',
      'C:\\Users\\Ada\\..shop',
      'D:\\Users\\Ada\\shop',
    ];
    const PATH = [...leading, ...kept, '"C:\\Program Files\\Git\\cmd"', '\\\\server\\tools'].join(';');
    for (const env of [{ PATH }, { Path: PATH }, { path: PATH }]) {
      deepStrictEqual(pathFolders(onWindows(env), [workspace]), [
        ...kept,
        'C:\\Program Files\\Git\\cmd',
        '\\\\server\\tools',
      ]);
    }
  });

  it('have the endings of PATHEXT, in its order, and none where the name has one', () => {
    const environment = onWindows({ Path: 'C:\\a;C:\\b', PathExt: '.EXE;.CMD' });
    deepStrictEqual(programFiles('claude', environment), [
      'C:\\a\\claude.EXE',
      'C:\\a\\claude.CMD',
      'C:\\b\\claude.EXE',
      'C:\\b\\claude.CMD',
    ]);
    deepStrictEqual(programFiles('claude.cmd', environment), ['C:\\a\\claude.cmd', 'C:\\b\\claude.cmd']);
    deepStrictEqual(programFiles('git', onWindows({ PATH: 'C:\\a' })).slice(0, 2), [
      'C:\\a\\git.COM',
      'C:\\a\\git.EXE',
    ]);
  });
});
