import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { configFolders, mayBelong, projectName } from '../../../src/node/agents/claude-code/folders.ts';
import { isAtOrBelow } from '../../../src/core/paths/paths.ts';
import { TemporaryHome } from './temporary.ts';
import { shown } from '../support/platform.ts';

describe("Claude Code's folders", () => {
  it('a project folder is named by the path, every other character a dash', () => {
    deepStrictEqual(
      ['/home/me/my_shop.v2', '/p/漢字', '/p/👍', '/p/e\u0301', 'C:\\Users\\me'].map(projectName),
      ['-home-me-my-shop-v2', '-p---', '-p---', '-p--', 'C--Users-me'],
    );
  });

  it('may belong to the folder, to one below it, to a longer one by its prefix', () => {
    const long = `/home/${'a'.repeat(300)}`;
    const fits = (directory: string, folder: string, platform: NodeJS.Platform = 'linux'): boolean =>
      mayBelong(directory, folder, platform);
    deepStrictEqual(
      [
        fits('-home-me-shop', '/home/me/shop'),
        fits('-home-me-shop-api', '/home/me/shop'),
        fits('-home-me-my_shop', '/home/me/my_shop'),
        fits('-home-me-shopping', '/home/me/shop'),
        fits('-home-me', '/home/me/shop'),
        fits(`${projectName(long).slice(0, 200)}-1a2b3c`, long),
        fits('-home-me-Shop', '/home/me/shop'),
        fits('C--Users-Me', 'c:\\users\\me', 'win32'),
        fits('-home-me', '/'),
      ],
      [true, true, true, false, false, true, false, true, true],
    );
  });

  it('a working folder is at or below the folder', () => {
    deepStrictEqual(
      [
        isAtOrBelow('/a/b', '/a/b/', 'linux'),
        isAtOrBelow('/a/b/c', '/a/b', 'linux'),
        isAtOrBelow('/a/bc', '/a/b', 'linux'),
        isAtOrBelow('/a', '/a/b', 'linux'),
        isAtOrBelow('/a', '/', 'linux'),
        isAtOrBelow('C:\\Work\\shop', 'c:/work', 'win32'),
      ],
      [true, true, false, false, true, true],
    );
  });

  it('the configuration is where the user says, else in both default places', () => {
    const home = new TemporaryHome();
    const of = (env: Record<string, string>): readonly string[] =>
      configFolders(home.environment(env)).map(shown);
    deepStrictEqual(
      [of({}), of({ XDG_CONFIG_HOME: '/xdg' }), of({ CLAUDE_CONFIG_DIR: '/else' })],
      [
        [join(home.path, '.claude'), join(home.path, '.config', 'claude')].map(shown),
        [shown(join(home.path, '.claude')), '/xdg/claude'],
        ['/else'],
      ],
    );
    home.remove();
  });
});
