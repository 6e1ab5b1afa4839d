/** The user's cache folder. */

import { isAbsolute, join } from 'node:path';

import type { MeterEnvironment } from './environment.ts';

type Place = Pick<MeterEnvironment, 'env' | 'home' | 'platform'>;

/**
 * Returns `XDG_CACHE_HOME` if it is an absolute path (the XDG specification ignores any other), otherwise the
 * platform's folder. Never in a workspace.
 */
export function userCacheFolder(place: Place): string {
  return chosenFolder(place) ?? platformFolder(place);
}

/** Returns Ninefold's own folder in it. */
export function cacheFolder(place: Place): string {
  const own = join(userCacheFolder(place), 'ninefold');
  // Windows has one folder for local application data, so the cache gets its own folder there.
  return place.platform === 'win32' && chosenFolder(place) === undefined ? join(own, 'Cache') : own;
}

function chosenFolder({ env }: Place): string | undefined {
  const chosen = env.XDG_CACHE_HOME ?? '';
  return isAbsolute(chosen) ? chosen : undefined;
}

function platformFolder({ env, home, platform }: Place): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform !== 'win32') return join(home, '.cache');
  const local = env.LOCALAPPDATA ?? '';
  return isAbsolute(local) ? local : join(home, 'AppData', 'Local');
}
