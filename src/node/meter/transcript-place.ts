/** A place in a transcript of any form, and how it is opened. */

import type { TranscriptReader, TranscriptState } from '../../core/meter/transcript-reader.ts';
import { DocumentCursor } from './document-cursor.ts';
import { TranscriptCursor } from './tail.ts';

/** What {@link TranscriptPlace.advance} found. */
export type Advance = 'same' | 'grown' | 'restarted';

export interface TranscriptPlace {
  readonly path: string;
  readonly state: TranscriptState;
  /** Last change of the file, milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** All bytes read so far. */
  readonly bytesRead: number;
  /** Reads what came since. @throws the system's error, `ENOENT` when the file is gone */
  advance(): Promise<Advance>;
}

/** Reads as little as gives a reading, with `wantsTurns` a forecast too: the tail of lines, a document as a whole. */
export function openTail(
  path: string,
  reader: TranscriptReader,
  wantsTurns = false,
): Promise<TranscriptPlace> {
  return reader.form === 'lines'
    ? TranscriptCursor.atTail(path, reader, wantsTurns)
    : DocumentCursor.open(path, reader);
}

/** Reads a whole transcript. @throws the system's error */
export function openWhole(path: string, reader: TranscriptReader): Promise<TranscriptPlace> {
  return reader.form === 'lines' ? TranscriptCursor.atEnd(path, reader) : DocumentCursor.open(path, reader);
}
