import { deepStrictEqual } from 'node:assert/strict';

import { cacheFolder } from '../../../src/node/usage/cache-folder.ts';

describe('the cache folder', () => {
  const folder = (platform: NodeJS.Platform, env: Record<string, string> = {}): string =>
    cacheFolder({ platform, env, home: '/home/me' });

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
});
