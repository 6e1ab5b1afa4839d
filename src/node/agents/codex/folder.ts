/** Codex CLI's own folder. */

import { isAbsolute, join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

/**
 * `CODEX_HOME`, else `~/.codex`. Codex takes a relative one from the folder that it was started in, which isn't known here.
 */
export function codexFolder({ env, home }: Pick<MeterEnvironment, 'env' | 'home'>): string {
  const set = env.CODEX_HOME ?? '';
  return isAbsolute(set) ? set : join(home, '.codex');
}
