/** How long the thread is held while a transcript of 1 GB without a call in sight is followed, and then gets one. */

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { DEFAULT_RULES } from '../../src/core/rules/rules.ts';
import { systemEnvironment } from '../../src/node/machine/environment.ts';
import { MeterFollower } from '../../src/node/meter/follower.ts';
import { assistantLine, transcriptPath } from '../harness/sample-transcript.mjs';
import type { Figure } from './figures.ts';
import { milliseconds } from './figures.ts';
import { Stalls } from './stalls.ts';

const BYTES = 1024 * 1024 * 1024;
const TOKENS = 123_456;
const LONGEST_STALL_MS = 50;

export async function strain(): Promise<readonly Figure[]> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    const longest = await longestStall(scratch);
    return [
      {
        what: 'the thread held while a transcript of 1 GB without a call is followed, at most',
        measured: milliseconds(longest),
        budget: `≤ ${LONGEST_STALL_MS} ms`,
        isWithin: longest <= LONGEST_STALL_MS,
      },
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function longestStall(scratch: string): Promise<number> {
  const [home, workspace] = [join(scratch, 'home'), join(scratch, 'workspace')];
  mkdirSync(workspace);
  const session = {
    sessionId: '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55',
    workspace,
    model: 'claude-opus-4-5-20251101',
  };
  const path = transcriptPath(home, session);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, assistantLine(session, 1));
  truncateSync(path, BYTES);
  const environment = { ...systemEnvironment(), home, env: {} };
  const onError = (error: unknown): never => {
    throw error;
  };
  const stalls = new Stalls();
  const follower = new MeterFollower({ folder: workspace, environment, rules: DEFAULT_RULES, onError });
  const isTold = new Promise<void>((resolve) => {
    follower.onDidChange((reading) => reading?.tokens === TOKENS && resolve());
  });
  await follower.start();
  appendFileSync(path, `\n${assistantLine(session, TOKENS)}`);
  await isTold;
  follower.dispose();
  return stalls.stop();
}
