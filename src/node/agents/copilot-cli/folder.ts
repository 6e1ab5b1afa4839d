/** Copilot CLI's folder of sessions. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function copilotCliFolder({ env, home }: Pick<MeterEnvironment, 'env' | 'home'>): string {
  const set = env.COPILOT_HOME ?? '';
  return join(set === '' ? join(home, '.copilot') : set, 'session-state');
}
