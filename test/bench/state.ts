/** The state on disk: a transition against a bare append and fsync on the same disk, and a long journal opened. */

import { mkdtempSync, realpathSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { encodeEvent } from '../../src/core/journal/journal-format.ts';
import { openFolder } from '../../src/node/open-folder.ts';
import { eventOf } from '../unit/support/workflows.ts';
import type { Figure } from './figures.ts';
import { atMost, milliseconds, percentile } from './figures.ts';

const TRANSITIONS = 200;
const LONG_JOURNAL = 10_000;
const OPENINGS = 7;
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

/** A workflow of 10,000 events, read by a process that knows nothing of it. */
export async function longJournal(): Promise<readonly Figure[]> {
  return inFolder(async (folder) => {
    const path = join(folder, '.claude/state/workflows/wf-001.journal.jsonl');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, longJournalText());
    const samples: number[] = [];
    for (let index = 0; index < OPENINGS; index++) {
      const { service } = await openFolder({ folder, home: join(folder, 'home'), environment: {} });
      const started = performance.now();
      const state = await service.state('wf-001');
      samples.push(performance.now() - started);
      if (state.revision !== LONG_JOURNAL) throw new Error(`read ${state.revision} events`);
    }
    return [
      atMost('opening a workflow of 10,000 events, first time in the process', samples[0] ?? Number.NaN, 100),
      atMost('opening a workflow of 10,000 events, p50', percentile(samples, 0.5), 100),
    ];
  });
}

function longJournalText(): string {
  const data = { id: 'wf-001', name: 'Bench', task: 'Bench', feature: 'bench', preset: 'full' as const };
  const first = eventOf(
    { type: 'workflow.started', data: { ...data, agents: [], branch: null, patterns: [] } },
    1,
  );
  const rest = Array.from({ length: LONG_JOURNAL - 1 }, (_, index) => {
    const seq = index + 2;
    if (seq % 4 === 0) return eventOf({ type: 'phase.rejected', data: { step: '1', reason: 'again' } }, seq);
    if (seq % 4 === 1) return eventOf({ type: 'phase.submitted', data: { step: '1' } }, seq);
    const check = { step: '1', command: 'npm test', exitCode: seq % 2, commit: null } as const;
    return eventOf({ type: 'check.recorded', data: check }, seq);
  });
  return [first, ...rest].map(encodeEvent).join('');
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
