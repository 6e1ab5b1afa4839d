/** The state on disk: a transition against a bare append and fsync on the same disk, and a long journal opened. */

import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { openFolder } from '../../src/node/folder/open-folder.ts';
import { longJournal as longJournalOf } from '../unit/support/long-journal.ts';
import type { Figure } from './figures.ts';
import { atMost, beside, milliseconds, percentile } from './figures.ts';

const TRANSITIONS = 200;
const LONG_JOURNAL = 10_000;
const OPENINGS = 7;
const OPENER = join(import.meta.dirname, 'open-workflow', 'index.js');
const PERSON = { kind: 'person' } as const;

/** Decide, append, fsync, announce; in turn with a bare append and fsync of as many bytes. */
export async function transition(): Promise<readonly Figure[]> {
  return inFolder(async (folder) => {
    const { service } = await openFolder({ folder, home: join(folder, 'home'), environment: {} });
    await service.start({ kind: 'start', id: 'wf-001', name: 'Bench', branch: null }, PERSON);
    const bare = await openFile(join(folder, 'bare'), 'a');
    const line = `${'x'.repeat(220)}\n`;
    const ours: number[] = [];
    const rival: number[] = [];
    for (let index = 0; index < TRANSITIONS; index++) {
      const started = performance.now();
      const announced = new Promise<number>((resolve) => {
        const stop = service.onDidChange(() => {
          stop();
          resolve(performance.now());
        });
      });
      await service.execute({ kind: 'addNextStep', text: `Step ${index}` }, PERSON);
      ours.push((await announced) - started);
      const before = performance.now();
      await bare.appendFile(line);
      await bare.sync();
      rival.push(performance.now() - before);
    }
    await bare.close();
    const [mine, theirs] = [percentile(ours, 0.5), percentile(rival, 0.5)];
    const figure = atMost('a transition above a bare append and fsync, p50', mine - theirs, 10);
    return [
      { ...figure, measured: `${figure.measured} (${milliseconds(mine)} against ${milliseconds(theirs)})` },
    ];
  });
}

/**
 * A workflow of 10,000 events, each time by a process that knows nothing of it: with the snapshot that the last writer
 * left, and without one.
 */
export async function longJournal(): Promise<readonly Figure[]> {
  return inFolder(async (folder) => {
    const path = join(folder, '.claude/state/workflows/wf-001.journal.jsonl');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, longJournalOf(LONG_JOURNAL - 1));
    const bare = await openings(folder, LONG_JOURNAL - 1);
    const { service } = await openFolder({ folder, home: join(folder, 'home'), environment: {} });
    await service.execute({ kind: 'setTask', task: 'The last event' }, PERSON, 'wf-001');
    const [first = Number.NaN, ...later] = await openings(folder, LONG_JOURNAL);
    const what = 'opening a workflow of 10,000 events';
    return [
      atMost(`${what}, first time in the process, p50`, percentile([first, ...later], 0.5), 100),
      atMost(
        `${what}, first time in the process, the slowest of ${OPENINGS}`,
        Math.max(first, ...later),
        100,
      ),
      beside(`${what} without a snapshot, first time in the process, p50`, percentile(bare, 0.5)),
    ];
  });
}

/** Each in a process of its own, so that nothing is warm but the disk. */
async function openings(folder: string, revision: number): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let index = 0; index < OPENINGS; index++) {
    const { stdout } = await promisify(execFile)(process.execPath, [OPENER, folder]);
    const [milliseconds, read] = JSON.parse(stdout) as readonly [number, number];
    if (read !== revision) throw new Error(`read ${read} events`);
    samples.push(milliseconds);
  }
  return samples;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
