/** Loading and activating in a real host, by the host's own marks, in fresh windows. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import { runInHost } from '../harness/run-in-host.mjs';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';

const WINDOWS = 7;

export async function startUp(): Promise<readonly Figure[]> {
  const loads: number[] = [];
  const activations: number[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    const { load, activate } = await measureOne();
    loads.push(load);
    activations.push(activate);
  }
  return [
    atMost(`loads in a real host, p50 of ${WINDOWS} windows`, percentile(loads, 0.5), 20),
    atMost(`activates in a real host, p50 of ${WINDOWS} windows`, percentile(activations, 0.5), 10),
  ];
}

async function measureOne(): Promise<{ readonly load: number; readonly activate: number }> {
  const scratch = mkdtempSync(join(tmpdir(), 'nf-'));
  const results = join(scratch, 'marks.json');
  try {
    const module = join(projectFolder, 'out', 'bench', 'start-up', 'index.js');
    const code = await runInHost(module, { variables: { NINEFOLD_BENCH_RESULTS: results } });
    if (code !== 0) throw new Error(`the host ended with ${code}`);
    return JSON.parse(readFileSync(results, 'utf8')) as { load: number; activate: number };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
