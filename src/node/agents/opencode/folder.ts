/** Where OpenCode keeps its data and settings. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

/** @param name of the agent, which a descendant has in its place */
export function openCodeFolder(
  { env, home }: Pick<MeterEnvironment, 'env' | 'home'>,
  name = 'opencode',
): string {
  const set = env.XDG_DATA_HOME ?? '';
  return join(set === '' ? join(home, '.local', 'share') : set, name);
}

/** Returns the user's folder of settings. */
export function openCodeConfig(
  { env, home }: Pick<MeterEnvironment, 'env' | 'home'>,
  name = 'opencode',
): string {
  const set = env.XDG_CONFIG_HOME ?? '';
  return join(set === '' ? join(home, '.config') : set, name);
}
