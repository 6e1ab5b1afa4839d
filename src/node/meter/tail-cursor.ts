/**
 * Reads a transcript from its end, and goes on from there. The last call stands within 64 KB of the end in nine
 * files of ten (median 2.5 KB), at worst 3.7 MB away, so the tail grows until it has one.
 */

import { type FileHandle, stat } from 'node:fs/promises';
import { MIN_TURNS } from '../../core/meter/forecast.ts';
import {
  EMPTY_TRANSCRIPT,
  isSettled,
  type LineReader,
  type TranscriptState,
} from '../../core/meter/transcript-reader.ts';
import { openFollowed } from '../files/own-file.ts';
import { readFirstLine } from '../agents/first-line.ts';
import { LineFeeder } from './line-feeder.ts';
import type { Advance, TranscriptCursor } from './transcript-cursor.ts';

const FIRST_TAIL = 64 * 1024;
const GROWTH = 4;
/** No call in so much: then there is none to be found. */
const LARGEST_TAIL = 64 * 1024 * 1024;
/** Longer tails aren't kept in memory while they grow. */
const LARGEST_HELD = 1024 * 1024;
/** So far back is looked for the model too, where the last call doesn't name it. */
const WORTH_THE_MODEL = 256 * 1024;
/** So far back is looked for turns, where the last call stands nearer but too few turns for a forecast do. */
const WORTH_THE_TURNS = 160 * 1024;
const CHUNK = 256 * 1024;
/** Bytes before the end that tell whether what was read still stands there. */
const ANCHOR = 1024;

/** A place in a transcript: the state up to there, and how to go on. Holds no open file. */
export class TailCursor implements TranscriptCursor {
  readonly path: string;
  readonly #reader: LineReader;
  readonly #wantsTurns: boolean;
  #feeder: LineFeeder;
  #end = 0;
  #inode = 0;
  #anchor: Buffer = Buffer.alloc(0);
  #modifiedAt = 0;
  #bytesRead = 0;

  private constructor(path: string, reader: LineReader, wantsTurns = false) {
    this.path = path;
    this.#reader = reader;
    this.#wantsTurns = wantsTurns;
    this.#feeder = new LineFeeder(reader, EMPTY_TRANSCRIPT);
  }

  /**
   * Reads the tail of a file: 64 KB, then four times as much until it holds the last call or compaction.
   *
   * @param wantsTurns whether to read 160 KB where 64 hold too few turns for a forecast
   */
  static async atTail(path: string, reader: LineReader, wantsTurns = false): Promise<TailCursor> {
    const cursor = new TailCursor(path, reader, wantsTurns);
    await withFile(path, (file) => cursor.#readTail(file));
    return cursor;
  }

  /** Reads a whole file from its beginning, in pieces: every compaction is found. */
  static async atEnd(path: string, reader: LineReader): Promise<TailCursor> {
    const cursor = new TailCursor(path, reader);
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
      const isNear = size >= this.#end && size - this.#end <= LARGEST_TAIL;
      if (ino === this.#inode && isNear && (await this.#isAnchored(file))) {
        const wasSettled = isSettled(this.state);
        await this.#readOn(file);
        // A rewind can take back all that the tail held: what stands before it is the reading then.
        if (!wasSettled || isSettled(this.state)) return 'grown';
      }
      await this.#readTail(file);
      return 'restarted';
    });
  }

  async #readTail(file: FileHandle): Promise<void> {
    const { size, ino, mtimeMs } = await file.stat();
    const first = size > FIRST_TAIL ? await this.#readFirst(file) : EMPTY_TRANSCRIPT;
    let held: Buffer = Buffer.alloc(0);
    for (let length = FIRST_TAIL; ;) {
      const start = Math.max(0, size - length);
      this.#feeder = new LineFeeder(this.#reader, start > 0 ? first : EMPTY_TRANSCRIPT, start > 0);
      held =
        length > LARGEST_HELD
          ? await this.#stream(file, start, size)
          : await this.#grow(file, held, start, size);
      // Cut while it was read: the next `advance` sees that the size differs.
      const isCut = length <= LARGEST_HELD && held.length < size - start;
      const longer = longerTail(this.#feeder.state, length, this.#wantsTurns);
      if (isCut || start === 0 || length >= LARGEST_TAIL || longer === null) {
        this.#place(isCut ? start + held.length : size, ino, mtimeMs, held);
        return;
      }
      length = longer;
    }
  }

  /** The state after the first line, where the agent says there whose session it is. */
  async #readFirst(file: FileHandle): Promise<TranscriptState> {
    if (!this.#reader.readsFirstLine) return EMPTY_TRANSCRIPT;
    const { line, bytesRead } = await readFirstLine(file);
    this.#bytesRead += bytesRead;
    if (line === null) return EMPTY_TRANSCRIPT;
    return this.#reader.headOf?.(line) ?? this.#reader.feed(EMPTY_TRANSCRIPT, line);
  }

  /** Reads what a longer tail has before the one that is held, and feeds both. */
  async #grow(file: FileHandle, held: Buffer, start: number, size: number): Promise<Buffer> {
    const wanted = size - start - held.length;
    const earlier = await this.#readBytes(file, start, wanted);
    const bytes = earlier.length < wanted ? earlier : Buffer.concat([earlier, held]);
    this.#feeder.feed(bytes);
    return bytes;
  }

  /** Feeds a long tail in pieces, between which others have the thread, and holds none of it. @returns its last piece */
  async #stream(file: FileHandle, start: number, size: number): Promise<Buffer> {
    let last: Buffer = Buffer.alloc(0);
    for (let at = start; at < size;) {
      const bytes = await this.#readBytes(file, at, Math.min(CHUNK, size - at));
      if (bytes.length === 0) break;
      this.#feeder.feed(bytes);
      at += bytes.length;
      last = bytes.length < ANCHOR ? Buffer.concat([last, bytes]) : bytes;
    }
    return last;
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

/** How long a tail to read instead; null where this one is enough. */
function longerTail(state: TranscriptState, length: number, wantsTurns: boolean): number | null {
  const isModelMissing = state.model === null && length < WORTH_THE_MODEL;
  if (!isSettled(state) || isModelMissing) return length * GROWTH;
  // Before a compaction there are no turns to go by.
  const areTurnsMissing = wantsTurns && state.recent.length < MIN_TURNS && state.compactions.length === 0;
  return areTurnsMissing && length < WORTH_THE_TURNS ? WORTH_THE_TURNS : null;
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openFollowed(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
