/** What measuring a workflow's tokens costs: everything for the first time, what came since, and a fresh window with the kept index. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { systemEnvironment } from '../../src/node/machine/environment.ts';
import { openFolder } from '../../src/node/folder/open-folder.ts';
import { UsageMeter } from '../../src/node/usage/measure-usage.ts';
import { usageQuestion } from '../../src/node/usage/usage-question.ts';
import { transcriptPath } from '../harness/sample-transcript.mjs';
import { ninefold } from '../ui/command-line.ts';
import { sameChance } from '../unit/tokens/sample-texts.ts';
import type { Figure } from './figures.ts';
import { beside, percentile } from './figures.ts';
import { turn, writeTranscript } from './transcript-folder.ts';

const SESSIONS = 10;
const BYTES = 150_000_000;
const TURNS = 50;
const WINDOWS = 5;

export async function usageIndex(): Promise<readonly Figure[]> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    return await inFolder(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function inFolder(home: string): Promise<readonly Figure[]> {
  const workspace = join(home, 'workspace');
  mkdirSync(workspace);
  ninefold({ home, workspace }, 'init', 'shop', 'Shop');
  const chance = sameChance(31);
  const sessions = Array.from({ length: SESSIONS }, (_, index) => ({
    sessionId: `00000000-1111-4222-8333-${index.toString().padStart(12, '0')}`,
    workspace,
    model: 'claude-opus-4-5-20251101',
  }));
  let bytes = 0;
  for (const session of sessions) {
    const path = transcriptPath(home, session);
    mkdirSync(dirname(path), { recursive: true });
    bytes += writeTranscript(path, session, BYTES / SESSIONS, chance, null);
  }
  const environment = { ...systemEnvironment(), home, env: {} };
  const question = await usageQuestion(
    await openFolder({ folder: workspace, home, environment: {} }),
    'shop',
    true,
  );
  /** @returns milliseconds */
  const pass = async (meter: UsageMeter, expected: number): Promise<number> => {
    const started = performance.now();
    const { bytesRead, transcripts, failures } = await meter.measure(question);
    const took = performance.now() - started;
    if (transcripts !== SESSIONS || bytesRead !== expected || failures.length > 0)
      throw new Error(
        `${transcripts} transcripts, ${bytesRead} of ${expected} bytes; ${failures.join('; ')}`,
      );
    return took;
  };
  const meter = new UsageMeter(environment);
  const first = await pass(meter, bytes);
  const fresh: number[] = [];
  for (let window = 0; window < WINDOWS; window++) fresh.push(await pass(new UsageMeter(environment), 0));
  const later: number[] = [];
  for (let done = 0; done < TURNS; done++) {
    const session = sessions[done % SESSIONS];
    if (session === undefined) throw new Error('no session');
    const lines = turn(session, 30_000 + done, chance);
    appendFileSync(transcriptPath(home, session), lines);
    later.push(await pass(meter, Buffer.byteLength(lines)));
  }
  const among = `${SESSIONS} transcripts, ${(bytes / 1e6).toFixed(0)} MB`;
  return [
    {
      what: `usage of a workflow, first pass over ${among}`,
      measured: `${(bytes / 1e3 / first).toFixed(0)} MB/s (${first.toFixed(0)} ms)`,
      budget: 'none',
      isWithin: true,
    },
    beside('the same in a fresh window, from the kept index, p50', percentile(fresh, 0.5)),
    beside('the same after one more turn, p50', percentile(later, 0.5)),
    beside('the same after one more turn, p95', percentile(later, 0.95)),
  ];
}
