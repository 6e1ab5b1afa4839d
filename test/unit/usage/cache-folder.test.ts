import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { dirname, join } from 'node:path';

import { cacheFolder, userCacheFolder } from '../../../src/node/machine/cache-folder.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { shown } from '../support/platform.ts';

describe('the cache folder', () => {
  afterEach(removeFolders);
  const folder = (platform: NodeJS.Platform, env: Record<string, string> = {}): string =>
    shown(cacheFolder({ platform, env, home: '/home/me' }));

  it("is XDG's where that is an absolute path, else the platform's", () => {
    deepStrictEqual(
      [
        folder('linux'),
        folder('linux', { XDG_CACHE_HOME: '/var/cache/me' }),
        folder('linux', { XDG_CACHE_HOME: 'relative' }),
        folder('darwin'),
        folder('darwin', { XDG_CACHE_HOME: '/c' }),
        folder('win32', { LOCALAPPDATA: '/local' }),
        folder('win32'),
      ],
      [
        '/home/me/.cache/ninefold',
        '/var/cache/me/ninefold',
        '/home/me/.cache/ninefold',
        '/home/me/Library/Caches/ninefold',
        '/c/ninefold',
        '/local/ninefold/Cache',
        '/home/me/AppData/Local/ninefold/Cache',
      ],
    );
  });

  it('of the user holds worktrees of tasks by the same rule', async () => {
    const home = newFolder();
    const environment = { XDG_CACHE_HOME: 'relative', LOCALAPPDATA: 'relative' };
    const { tasks } = await open(newFolder(), { home, environment });
    const { platform } = process;
    const cache = userCacheFolder({ platform, env: {}, home });
    strictEqual(dirname(dirname(tasks.ports.worktrees.pathFor('one'))), join(cache, 'ninefold', 'worktrees'));
  });
});
