/** A place in a transcript of any form. */

import type { TranscriptState } from '../../core/meter/transcript-reader.ts';

/** What {@link TranscriptCursor.advance} found. */
export type Advance = 'same' | 'grown' | 'restarted';

export interface TranscriptCursor {
  readonly path: string;
  readonly state: TranscriptState;
  /** Last change of the file, milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** All bytes read so far. */
  readonly bytesRead: number;
  /** Reads what came since. @throws the system's error, `ENOENT` when the file is gone */
  advance(): Promise<Advance>;
}
