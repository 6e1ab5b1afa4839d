/** A position in a transcript of any format. */

import type { TranscriptState } from '../../core/meter/transcript-reader.ts';

/** Result of {@link TranscriptCursor.advance}. */
export type Advance = 'same' | 'grown' | 'restarted';

export interface TranscriptCursor {
  readonly path: string;
  /** The files that it reads, if that isn't the one at its path alone. */
  readonly files?: readonly string[];
  readonly state: TranscriptState;
  /** Last change of the file, in milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Total number of bytes read. */
  readonly bytesRead: number;
  /** Where the part begins that the state is of; 0 for the whole file. */
  readonly readFrom: number;
  /** Bytes up to which the file was read. */
  readonly end: number;
  /**
   * Reads earlier parts, up to 16 MB before the end, until they begin at `from` or the state is no longer open.
   *
   * @throws the system's error
   */
  readBack(from: number, isOpen: (state: TranscriptState) => boolean): Promise<void>;
  /**
   * Reads what was added.
   *
   * @throws the system's error, `ENOENT` if the file is gone
   */
  advance(): Promise<Advance>;
}
