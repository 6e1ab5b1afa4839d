/** Qwen Code's folder of projects. */

import { join } from 'node:path';

import type { MeterEnvironment } from '../../machine/environment.ts';

export function qwenCodeFolder({ home }: Pick<MeterEnvironment, 'home'>): string {
  return join(home, '.qwen', 'projects');
}
