/** Opens a transcript of any format. */

import type { TranscriptReader } from '../../core/meter/transcript-reader.ts';
import type { MeteredAgent } from '../agents/agent.ts';
import { readerByContent } from '../agents/reader-by-content.ts';
import { CompanionCursor } from './companion-cursor.ts';
import { DocumentCursor } from './document-cursor.ts';
import { StoreCursor } from './store-cursor.ts';
import { TailCursor } from './tail-cursor.ts';
import type { TranscriptCursor } from './transcript-cursor.ts';

type Opener = Pick<MeteredAgent, 'readerOf' | 'formats' | 'companion' | 'store'>;

/**
 * Reads only enough for a reading, with `wantsTurns` also for a forecast: the tail of lines, but the whole of a
 * document.
 *
 * @throws the system's error
 */
export function openTail(path: string, agent: Opener, wantsTurns = false): Promise<TranscriptCursor> {
  if (agent.store?.holds(path) === true) return StoreCursor.open(path, agent.store, false);
  return opened(path, agent, (reader) =>
    reader.form === 'lines' ? TailCursor.atTail(path, reader, wantsTurns) : DocumentCursor.open(path, reader),
  );
}

/**
 * Reads a whole transcript.
 *
 * @throws the system's error
 */
export function openWhole(path: string, agent: Opener): Promise<TranscriptCursor> {
  if (agent.store?.holds(path) === true) return StoreCursor.open(path, agent.store, true);
  return opened(path, agent, (reader) =>
    reader.form === 'lines' ? TailCursor.atEnd(path, reader) : DocumentCursor.open(path, reader),
  );
}

async function opened(
  path: string,
  agent: Opener,
  open: (reader: TranscriptReader) => Promise<TranscriptCursor>,
): Promise<TranscriptCursor> {
  const { companion } = agent;
  const cursor = await open(await readerByContent(path, agent));
  return companion === undefined ? cursor : CompanionCursor.beside(cursor, companion);
}
