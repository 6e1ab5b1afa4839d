/** Gemini CLI's own folder. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function geminiFolder({ home }: Pick<MeterEnvironment, 'home'>): string {
  return join(home, '.gemini');
}
