/**
 * Reads a transcript from its end, and goes on from there. The last call stands within 64 KB of the end in nine
 * files of ten (median 2.5 KB), at worst 3.7 MB away, so the tail grows until it has one.
 */

import { type FileHandle, open, stat } from 'node:fs/promises';
import {
  EMPTY_TRANSCRIPT,
  isSettled,
  type TranscriptReader,
  type TranscriptState,
} from '../../core/meter/transcript-reader.ts';
import { LineFeeder } from './line-feeder.ts';

const FIRST_TAIL = 64 * 1024;
const GROWTH = 4;
/** No call in so much: then there is none to be found. */
const LARGEST_TAIL = 64 * 1024 * 1024;
const CHUNK = 1024 * 1024;
/** Bytes before the end that tell whether what was read still stands there. */
const ANCHOR = 1024;

/** What {@link TranscriptCursor.advance} found. */
export type Advance = 'same' | 'grown' | 'restarted';

/** A place in a transcript: the state up to there, and how to go on. Holds no open file. */
export class TranscriptCursor {
  readonly path: string;
  readonly #reader: TranscriptReader;
  #feeder: LineFeeder;
  #end = 0;
  #inode = 0;
  #anchor: Buffer = Buffer.alloc(0);
  #modifiedAt = 0;
  #bytesRead = 0;

  private constructor(path: string, reader: TranscriptReader) {
    this.path = path;
    this.#reader = reader;
    this.#feeder = new LineFeeder(reader, EMPTY_TRANSCRIPT);
  }

  /** Reads the tail of a file: 64 KB, then four times as much until it holds the last call or compaction. */
  static async atTail(path: string, reader: TranscriptReader): Promise<TranscriptCursor> {
    const cursor = new TranscriptCursor(path, reader);
    await withFile(path, (file) => cursor.#readTail(file));
    return cursor;
  }

  /** Reads a whole file from its beginning, in pieces: every compaction is found. */
  static async atEnd(path: string, reader: TranscriptReader): Promise<TranscriptCursor> {
    const cursor = new TranscriptCursor(path, reader);
    await withFile(path, (file) => cursor.#readOn(file));
    return cursor;
  }

  get state(): TranscriptState {
    return this.#feeder.state;
  }

  /** Last change of the file, milliseconds since the epoch. */
  get modifiedAt(): number {
    return this.#modifiedAt;
  }

  /** All bytes read so far. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /**
   * Reads what was appended. A file that shrank, was replaced or was rewritten is read from its tail again.
   *
   * @throws the system's error, `ENOENT` when the file is gone
   */
  async advance(): Promise<Advance> {
    // Most polls end here, without opening the file.
    const { size: sizeNow, ino: inodeNow, mtimeMs } = await stat(this.path);
    if (inodeNow === this.#inode && sizeNow === this.#end && mtimeMs === this.#modifiedAt) return 'same';
    return withFile(this.path, async (file) => {
      const { size, ino } = await file.stat();
      if (ino === this.#inode && size >= this.#end && (await this.#isAnchored(file))) {
        await this.#readOn(file);
        return 'grown';
      }
      await this.#readTail(file);
      return 'restarted';
    });
  }

  async #readTail(file: FileHandle): Promise<void> {
    const { size, ino, mtimeMs } = await file.stat();
    let bytes: Buffer = Buffer.alloc(0);
    let start = size;
    for (let length = FIRST_TAIL; ; length *= GROWTH) {
      const known = start;
      start = Math.max(0, size - length);
      const earlier = await this.#readBytes(file, start, known - start);
      const isCut = earlier.length < known - start;
      bytes = isCut ? earlier : Buffer.concat([earlier, bytes]);
      this.#feeder = new LineFeeder(this.#reader, EMPTY_TRANSCRIPT, start > 0);
      this.#feeder.feed(bytes);
      // Cut while it was read: the next `advance` sees that the size differs.
      if (isCut || start === 0 || length >= LARGEST_TAIL || isSettled(this.#feeder.state)) break;
    }
    this.#place(start + bytes.length, ino, mtimeMs, bytes);
  }

  async #readOn(file: FileHandle): Promise<void> {
    const { size, ino, mtimeMs } = await file.stat();
    let last = this.#anchor;
    while (this.#end < size) {
      const bytes = await this.#readBytes(file, this.#end, Math.min(CHUNK, size - this.#end));
      if (bytes.length === 0) break;
      this.#feeder.feed(bytes);
      this.#end += bytes.length;
      last = bytes.length < ANCHOR ? Buffer.concat([last, bytes]) : bytes;
    }
    this.#place(this.#end, ino, mtimeMs, last);
  }

  #place(end: number, inode: number, modifiedAt: number, last: Buffer): void {
    this.#end = end;
    this.#inode = inode;
    this.#modifiedAt = modifiedAt;
    this.#anchor = Buffer.from(last.subarray(Math.max(0, last.length - ANCHOR)));
  }

  async #isAnchored(file: FileHandle): Promise<boolean> {
    const length = this.#anchor.length;
    return this.#anchor.equals(await this.#readBytes(file, this.#end - length, length));
  }

  async #readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.#bytesRead += filled;
    return bytes.subarray(0, filled);
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
