/** Opens a transcript of any format. */

import type { TranscriptReader } from '../../core/meter/transcript-reader.ts';
import { DocumentCursor } from './document-cursor.ts';
import { TailCursor } from './tail-cursor.ts';
import type { TranscriptCursor } from './transcript-cursor.ts';

/**
 * Reads only enough for a reading, with `wantsTurns` also for a forecast: the tail of lines, but the whole of a
 * document.
 */
export function openTail(
  path: string,
  reader: TranscriptReader,
  wantsTurns = false,
): Promise<TranscriptCursor> {
  return reader.form === 'lines'
    ? TailCursor.atTail(path, reader, wantsTurns)
    : DocumentCursor.open(path, reader);
}

/**
 * Reads a whole transcript.
 *
 * @throws the system's error
 */
export function openWhole(path: string, reader: TranscriptReader): Promise<TranscriptCursor> {
  return reader.form === 'lines' ? TailCursor.atEnd(path, reader) : DocumentCursor.open(path, reader);
}
