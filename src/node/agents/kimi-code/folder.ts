/** Kimi Code's own folder. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function kimiCodeFolder({ env, home }: Pick<MeterEnvironment, 'env' | 'home'>): string {
  const set = env.KIMI_CODE_HOME ?? '';
  return set === '' ? join(home, '.kimi-code') : set;
}
