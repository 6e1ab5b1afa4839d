/** A session whose large window only its beginning shows: it is searched once, and a record tells it from then on. */

import { openSync, closeSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

import { assistantLine, compactionLine, transcriptPath } from '../harness/sample-transcript.mjs';
import { sameChance } from '../unit/tokens/sample-texts.ts';
import type { Figure } from './figures.ts';
import { milliseconds } from './figures.ts';
import { turn, type TranscriptFolder } from './transcript-folder.ts';

/** Its name tells no window. */
const MODEL = 'claude-opus-4-6';
const BYTES = 8_000_000;
const MAX_SEARCHED = 16 * 1024 * 1024;

export interface PeakMeasured {
  /** Bytes read by the first reading, and by the next. */
  readonly first: number;
  readonly next: number;
  /** Milliseconds of a fresh process with the record, and of one for the session before. */
  readonly time: number;
  readonly own: number;
}

/** Adds the session as the one at work, with so many tokens. */
export function addLargeSession({ config, workspace }: TranscriptFolder, liveTokens: number): void {
  const session = { sessionId: 'ffffffff-1111-4222-8333-000000000000', workspace, model: MODEL };
  const file = openSync(transcriptPath(dirname(config), session), 'w');
  const chance = sameChance(5);
  try {
    let written = writeSync(file, assistantLine(session, 940_000) + compactionLine(session, 'auto', 967_000));
    while (written < BYTES) written += writeSync(file, turn(session, 30_000 + chance(100_000), chance));
    writeSync(file, assistantLine(session, liveTokens));
  } finally {
    closeSync(file);
  }
}

export function peakFigures(
  { first, next, time, own }: PeakMeasured,
  most: { readonly read: number; readonly growth: number },
): readonly Figure[] {
  return [
    {
      what: 'bytes read of a session whose window only its beginning shows, the first time',
      measured: `${(first / 1024).toFixed(0)} KB`,
      budget: `≤ ${MAX_SEARCHED / 1024} KB`,
      isWithin: first > BYTES && first <= MAX_SEARCHED,
    },
    {
      what: 'the same with the record of its peak',
      measured: `${(next / 1024).toFixed(0)} KB`,
      budget: `≤ ${most.read / 1024} KB`,
      isWithin: next <= most.read,
    },
    {
      what: 'a fresh process that reads it with the record, among 16 × as many transcripts',
      measured: `${milliseconds(time)} (${(time / own).toFixed(2)} ×)`,
      budget: `≤ ${most.growth} ×`,
      isWithin: time <= own * most.growth,
    },
  ];
}
