/** Pi's own folder. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function piFolder({ env, home }: Pick<MeterEnvironment, 'env' | 'home'>): string {
  const set = env.PI_CODING_AGENT_DIR ?? '';
  return set === '' ? join(home, '.pi', 'agent') : set;
}
