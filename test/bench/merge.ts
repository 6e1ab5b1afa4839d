/** A shared journal that many wrote: its segments merged, and opened by a process that knows nothing of it. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { decodeJournal, encodeEvent } from '../../src/core/journal/journal-format.ts';
import { foldMerged } from '../../src/core/merge/fold-merged.ts';
import { segmentFolder, segmentsMarker } from '../../src/core/merge/segment-names.ts';
import { eventsOfSegments } from '../../src/core/merge/segments.ts';
import type { NewEvent, WorkflowEvent } from '../../src/core/workflow/events.ts';
import { eventOf } from '../unit/support/workflows.ts';
import type { Figure } from './figures.ts';
import { atMost, beside, percentile } from './figures.ts';

const ID = 'wf-001';
const EVENTS = 10_000;
const SEGMENTS = 200;
/** Lines of history at a time; they meet after each has written this many segments. */
const WRITERS = 4;
const BETWEEN_MERGES = 5;
const ROUNDS = 15;
const OPENER = join(import.meta.dirname, 'open-workflow', 'index.js');

/** Merging alone, and with reading the files, which a private journal needs too. */
export async function merging(): Promise<readonly Figure[]> {
  const segments = makeSegments();
  const decoded = segments.map((events, index) => {
    const source = { file: `${index}.jsonl`, workflow: ID, isSegment: true };
    return { source, events: decodeJournal(events.map(encodeEvent).join(''), source).events };
  });
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const { revision } = foldMerged(eventsOfSegments(decoded), { file: ID });
    samples.push(performance.now() - started);
    if (revision !== EVENTS) throw new Error(`merged ${revision} events`);
  }
  const what = 'merging 10,000 events in 200 segments';
  return [
    atMost(`${what}, p50`, percentile(samples, 0.5), 50),
    beside(`${what}, first time in the process`, samples[0] ?? Number.NaN),
    beside(
      `${what}, with reading them, first time in the process, p50`,
      percentile(await openings(segments), 0.5),
    ),
  ];
}

/** Each in a process of its own. */
async function openings(segments: readonly (readonly WorkflowEvent[])[]): Promise<readonly number[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    const place = join(folder, '.claude', segmentFolder(ID));
    mkdirSync(place, { recursive: true });
    writeFileSync(`${place}.jsonl`, segmentsMarker(ID));
    for (const [index, events] of segments.entries()) {
      writeFileSync(join(place, `${index}.jsonl`), events.map(encodeEvent).join(''));
    }
    const found: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { stdout } = await promisify(execFile)(process.execPath, [OPENER, folder]);
      const [milliseconds, read] = JSON.parse(stdout) as readonly [number, number];
      if (read !== EVENTS) throw new Error(`read ${read} events`);
      found.push(milliseconds);
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Segments of equal length, in the order of writing, by writers who take turns. */
function makeSegments(): readonly (readonly WorkflowEvent[])[] {
  const segments: WorkflowEvent[][] = [];
  let heads = Array.from({ length: WRITERS }, (): readonly string[] => []);
  for (let index = 0, seq = 0; index < SEGMENTS; index++) {
    const writer = index % WRITERS;
    const isMeeting = index % (WRITERS * BETWEEN_MERGES) === 0;
    if (isMeeting) heads = heads.map(() => [...new Set(heads.flat())]);
    const events: WorkflowEvent[] = [];
    for (let count = 0; count < EVENTS / SEGMENTS; count++) {
      seq++;
      const event = { ...eventOf(newEvent(seq), seq), workflow: ID, after: heads[writer] ?? [] };
      // Whoever begins, everyone else goes on from the start.
      heads = seq === 1 ? heads.map(() => [event.id]) : heads.with(writer, [event.id]);
      events.push(event);
    }
    segments.push(events);
  }
  return segments;
}

function newEvent(seq: number): NewEvent {
  const data = { id: ID, name: 'Bench', task: 'Bench', feature: 'bench', preset: 'full' as const };
  if (seq === 1) {
    return { type: 'workflow.started', data: { ...data, agents: [], branch: null, patterns: [] } };
  }
  if (seq % 10 === 0) {
    return { type: 'decision.recorded', data: { id: `d${seq % 50}`, choice: `c${seq % 3}`, reason: 'why' } };
  }
  if (seq % 100 === 1)
    return { type: 'nextStep.added', data: { text: `step ${seq}`, status: 'open', phase: 1 } };
  if (seq % 4 === 1) return { type: 'phase.submitted', data: { step: '1' } };
  const check = { step: '1', command: 'npm test', exitCode: seq % 2, commit: null } as const;
  return { type: 'check.recorded', data: check };
}
