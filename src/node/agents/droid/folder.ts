/** Droid's folder of sessions. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function droidFolder({ home }: Pick<MeterEnvironment, 'home'>): string {
  return join(home, '.factory', 'sessions');
}
