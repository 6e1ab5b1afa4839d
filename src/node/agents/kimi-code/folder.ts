/** Kimi Code's own folder. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function kimiCodeFolder({ home }: Pick<MeterEnvironment, 'home'>): string {
  return join(home, '.kimi-code');
}
