/** A position in a transcript of any format. */

import type { TranscriptState } from '../../core/meter/transcript-reader.ts';

/** Result of {@link TranscriptCursor.advance}. */
export type Advance = 'same' | 'grown' | 'restarted';

export interface TranscriptCursor {
  readonly path: string;
  readonly state: TranscriptState;
  /** Last change of the file, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Total number of bytes read. */
  readonly bytesRead: number;
  /**
   * Reads what was added.
   *
   * @throws the system's error, `ENOENT` if the file is gone
   */
  advance(): Promise<Advance>;
}
