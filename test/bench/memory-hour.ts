/** The memory that an hour of metering takes, run fast in a process of its own. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { projectFolder } from '../harness/paths.mjs';
import type { Figure } from './figures.ts';
import type { HourMemory } from './memory-hour/index.ts';

const HOUR = join(projectFolder, 'out', 'bench', 'memory-hour', 'index.js');
const MEBIBYTE = 1024 * 1024;
const MAX_GROWTH = 30 * MEBIBYTE;

export async function memoryHour(): Promise<readonly Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', HOUR]);
  const { turns, bytes, polls, looks, before, halfway, after } = JSON.parse(stdout) as HourMemory;
  const shown = (value: number): string => `${(value / MEBIBYTE).toFixed(1)} MB`;
  const [growth, late] = [after - before, after - halfway];
  return [
    {
      what: `memory after an hour of ${turns} turns, ${(bytes / 1e6).toFixed(0)} MB, ${polls} polls and ${looks} looks for the session, above that before it`,
      measured: `${shown(growth)} (${shown(before)} to ${shown(after)})`,
      budget: `≤ ${shown(MAX_GROWTH)}`,
      isWithin: growth <= MAX_GROWTH,
    },
    { what: 'of that in the second half hour', measured: shown(late), budget: 'none', isWithin: true },
  ];
}
