/** The redactor on texts made to be slow: processor time for 200 KB each. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { HOSTILE_TEXTS } from '../fixtures/secrets/hostile-texts.ts';
import { projectFolder } from '../harness/paths.mjs';
import type { Figure } from './figures.ts';
import { atMost, beside, percentile } from './figures.ts';

/** Processor time for a text, in milliseconds. */
const LIMIT_MS = 300;

/**
 * For each text of stdin the least processor time of a few tries, in milliseconds. In a process of its own: in that of all
 * tests, what their memory costs to be cleaned up would count as well.
 */
const STOPWATCH = `
const { redact } = require(process.argv[1]);
const most = Number(process.argv[2]);
(async () => {
  const texts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
  await redact('DB_PASSWORD=hunter22');
  const least = [];
  for (const text of texts) {
    const times = [];
    while (times.length === 0 || (Math.min(...times) > most && times.length < 4)) {
      const before = process.cpuUsage();
      await redact(text);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    least.push(Math.min(...times));
  }
  console.log(JSON.stringify(least));
})();`;

export function redactor(): Promise<readonly Figure[]> {
  const words = ['--eval', STOPWATCH, join(projectFolder, 'dist', 'redactor.js'), String(LIMIT_MS)];
  const input = JSON.stringify(Object.values(HOSTILE_TEXTS));
  const times = JSON.parse(execFileSync(process.execPath, words, { input, encoding: 'utf8' })) as number[];
  const slowest = Object.keys(HOSTILE_TEXTS)[times.indexOf(Math.max(...times))] ?? '';
  return Promise.resolve([
    beside('redactor, 200 KB of bait, processor time, p50', percentile(times, 0.5)),
    atMost(
      `redactor, 200 KB of bait, processor time, slowest (${JSON.stringify(slowest)})`,
      Math.max(...times),
      LIMIT_MS,
    ),
  ]);
}
