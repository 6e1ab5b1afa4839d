/** The user's folder for what can be made anew. */

import { isAbsolute, join } from 'node:path';

import type { MeterEnvironment } from '../meter/environment.ts';

/**
 * Ninefold's own folder in it: `XDG_CACHE_HOME` wherever it is set to an absolute path (the XDG specification says to ignore any other),
 * else the platform's. Never in a workspace.
 */
export function cacheFolder({
  env,
  home,
  platform,
}: Pick<MeterEnvironment, 'env' | 'home' | 'platform'>): string {
  const chosen = env.XDG_CACHE_HOME ?? '';
  if (isAbsolute(chosen)) return join(chosen, 'ninefold');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'ninefold');
  if (platform === 'win32') {
    const local = env.LOCALAPPDATA ?? '';
    return join(isAbsolute(local) ? local : join(home, 'AppData', 'Local'), 'ninefold', 'Cache');
  }
  return join(home, '.cache', 'ninefold');
}
