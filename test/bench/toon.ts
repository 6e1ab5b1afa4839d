/** What a key in a long TOON document costs the extension host's thread, beside the same key in plain text. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import { runInHost } from '../harness/run-in-host.mjs';
import type { Figure } from './figures.ts';
import { atMost, beside, percentile } from './figures.ts';
import type { KeyTimes } from './toon/index.ts';

const KEYS = 40;
const LINES = 5000;
const LIMIT_MS = 5;

export async function toonKeys(): Promise<readonly Figure[]> {
  const { toon, plain, control, own } = await measure();
  const differences = (some: readonly number[]): readonly number[] =>
    some.map((time, key) => time - (plain[key] ?? 0));
  const what = `a key in a TOON document of ${LINES.toLocaleString('en')} lines`;
  return [
    atMost(`${what}: Ninefold in the host's thread, p50`, percentile(own, 0.5), LIMIT_MS),
    atMost('the same, p95', percentile(own, 0.95), LIMIT_MS),
    atMost('the thread above the same key in plain text, p50', percentile(differences(toon), 0.5), LIMIT_MS),
    beside('the same, p95', percentile(differences(toon), 0.95)),
    beside('one plain text above another, p95: the noise of the two', percentile(differences(control), 0.95)),
    beside('the same text as plain text: all that the host does, p50', percentile(plain, 0.5)),
  ];
}

async function measure(): Promise<KeyTimes> {
  const scratch = mkdtempSync(join(tmpdir(), 'nf-'));
  const results = join(scratch, 'keys.json');
  try {
    const code = await runInHost(join(projectFolder, 'out', 'bench', 'toon', 'index.js'), {
      isTrusted: true,
      variables: {
        NINEFOLD_BENCH_RESULTS: results,
        NINEFOLD_BENCH_KEYS: String(KEYS),
        NINEFOLD_BENCH_LINES: String(LINES),
      },
    });
    if (code !== 0) throw new Error(`the host ended with ${code}`);
    return JSON.parse(readFileSync(results, 'utf8')) as KeyTimes;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
