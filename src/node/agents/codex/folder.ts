/** Codex CLI's own folder. */

import { isAbsolute, join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

/** Returns `CODEX_HOME` or `~/.codex`. Codex resolves a relative one from its start folder, which is unknown here. */
export function codexFolder({ env, home }: Pick<MeterEnvironment, 'env' | 'home'>): string {
  const set = env.CODEX_HOME ?? '';
  return isAbsolute(set) ? set : join(home, '.codex');
}
