/**
 * Reads a transcript from its end, and continues from there. The last call is within 64 KB of the end in nine of ten
 * files (median 2.5 KB), at worst 3.7 MB away, so the tail grows until it contains one.
 */

import { stat } from 'node:fs/promises';
import { MIN_TURNS } from '../../core/meter/forecast.ts';
import {
  EMPTY_TRANSCRIPT,
  isSettled,
  type LineReader,
  type TranscriptState,
} from '../../core/meter/transcript-reader.ts';
import { openFollowed } from '../files/own-file.ts';
import type { OpenFile } from '../files/own-file.ts';
import { readFirstLine } from '../agents/first-line.ts';
import { LineFeeder } from './line-feeder.ts';
import type { Advance, TranscriptCursor } from './transcript-cursor.ts';

const FIRST_TAIL = 64 * 1024;
const GROWTH = 4;
/** A tail of this size without a call means that there is none. */
const LARGEST_TAIL = 64 * 1024 * 1024;
/** Longer tails aren't kept in memory while they grow. */
const LARGEST_HELD = 1024 * 1024;
/** How far back to search for the model too, if the last call doesn't name it. */
const WORTH_THE_MODEL = 256 * 1024;
/** How far back to search for turns, if the last call is closer but a forecast needs more. */
const WORTH_THE_TURNS = 160 * 1024;
/** How far back to search for what the caller wants to know. */
const LARGEST_SEARCH = 16 * 1024 * 1024;
const CHUNK = 256 * 1024;
/** Number of last bytes that show whether what was read is still there. */
const ANCHOR = 1024;

/** A position in a transcript: the state up to there, and how to continue. Doesn't keep the file open. */
export class TailCursor implements TranscriptCursor {
  readonly path: string;
  readonly #reader: LineReader;
  readonly #wantsTurns: boolean;
  #feeder: LineFeeder;
  #readFrom = 0;
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
   * Reads the tail of a file: 64 KB, then repeatedly four times as much until it has the last call or compaction.
   *
   * @param wantsTurns whether to read 160 KB if 64 have too few turns for a forecast
   */
  static async atTail(path: string, reader: LineReader, wantsTurns = false): Promise<TailCursor> {
    const cursor = new TailCursor(path, reader, wantsTurns);
    await withFile(path, (file) => cursor.#readTail(file));
    return cursor;
  }

  /** Reads a whole file from its beginning, in chunks, and so finds every compaction. */
  static async atEnd(path: string, reader: LineReader): Promise<TailCursor> {
    const cursor = new TailCursor(path, reader);
    await withFile(path, (file) => cursor.#readOn(file));
    return cursor;
  }

  get state(): TranscriptState {
    return this.#feeder.state;
  }

  /** Last change of the file, in milliseconds since the epoch. */
  get modifiedAt(): number {
    return this.#modifiedAt;
  }

  /** Total number of bytes read. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  get readFrom(): number {
    return this.#readFrom;
  }

  get end(): number {
    return this.#end;
  }

  async readBack(from: number, isOpen: (state: TranscriptState) => boolean): Promise<void> {
    const isMissing = (state: TranscriptState, length: number, start: number): boolean =>
      start > from && length < LARGEST_SEARCH && isOpen(state);
    const length = this.#end - this.#readFrom;
    if (isMissing(this.state, length, this.#readFrom)) {
      await withFile(this.path, (file) => this.#readTail(file, length * GROWTH, isMissing));
    }
  }

  /**
   * Reads what was appended. If the file shrank, was replaced, or was rewritten, reads its tail again.
   *
   * @throws the system's error, `ENOENT` if the file is gone
   */
  async advance(): Promise<Advance> {
    // Most calls end here, without opening the file.
    const { size: sizeNow, ino: inodeNow, mtimeMs } = await stat(this.path);
    if (inodeNow === this.#inode && sizeNow === this.#end && mtimeMs === this.#modifiedAt) return 'same';
    return withFile(this.path, async (file) => {
      const { size, ino } = await file.stat();
      const isNear = size >= this.#end && size - this.#end <= LARGEST_TAIL;
      if (ino === this.#inode && isNear && (await this.#isAnchored(file))) {
        const wasSettled = isSettled(this.state);
        await this.#readOn(file);
        // A rewind can undo everything in the tail, so that the reading depends on what precedes it.
        if (!wasSettled || isSettled(this.state)) return 'grown';
      }
      await this.#readTail(file);
      return 'restarted';
    });
  }

  /** @param isMissing whether a longer tail is wanted, beside what every reading needs */
  async #readTail(
    file: OpenFile,
    firstLength = FIRST_TAIL,
    isMissing: (state: TranscriptState, length: number, start: number) => boolean = () => false,
  ): Promise<void> {
    const { size, ino, mtimeMs } = await file.stat();
    const first = size > firstLength ? await this.#readFirst(file) : EMPTY_TRANSCRIPT;
    let held: Buffer = Buffer.alloc(0);
    for (let length = firstLength; ;) {
      const start = Math.max(0, size - length);
      this.#feeder = new LineFeeder(this.#reader, start > 0 ? first : EMPTY_TRANSCRIPT, start > 0);
      held =
        length > LARGEST_HELD
          ? await this.#stream(file, start, size)
          : await this.#grow(file, held, start, size);
      // Truncated while it was read: the next `advance` detects the different size.
      const isCut = length <= LARGEST_HELD && held.length < size - start;
      const { state } = this.#feeder;
      const longer = isMissing(state, length, start)
        ? length * GROWTH
        : longerTail(state, length, this.#wantsTurns);
      if (isCut || start === 0 || length >= LARGEST_TAIL || longer === null) {
        this.#readFrom = start;
        this.#place(isCut ? start + held.length : size, ino, mtimeMs, held);
        return;
      }
      length = longer;
    }
  }

  /** The state after the first line, if the agent identifies the session there. */
  async #readFirst(file: OpenFile): Promise<TranscriptState> {
    if (!this.#reader.readsFirstLine) return EMPTY_TRANSCRIPT;
    const { line, bytesRead } = await readFirstLine(file);
    this.#bytesRead += bytesRead;
    if (line === null) return EMPTY_TRANSCRIPT;
    return this.#reader.headOf?.(line) ?? this.#reader.feed(EMPTY_TRANSCRIPT, line);
  }

  /** Reads what a longer tail adds before the current one, and feeds both. */
  async #grow(file: OpenFile, held: Buffer, start: number, size: number): Promise<Buffer> {
    const wanted = size - start - held.length;
    const earlier = await this.#readBytes(file, start, wanted);
    const bytes = earlier.length < wanted ? earlier : Buffer.concat([earlier, held]);
    this.#feeder.feed(bytes);
    return bytes;
  }

  /**
   * Feeds a long tail in chunks without keeping it, yielding the thread in between.
   *
   * @returns its last chunk
   */
  async #stream(file: OpenFile, start: number, size: number): Promise<Buffer> {
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

  async #readOn(file: OpenFile): Promise<void> {
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

  async #isAnchored(file: OpenFile): Promise<boolean> {
    const length = this.#anchor.length;
    return this.#anchor.equals(await this.#readBytes(file, this.#end - length, length));
  }

  async #readBytes(file: OpenFile, position: number, length: number): Promise<Buffer> {
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

/** Length of the longer tail to read; null if this one is enough. */
function longerTail(state: TranscriptState, length: number, wantsTurns: boolean): number | null {
  const isModelMissing = state.model === null && length < WORTH_THE_MODEL;
  if (!isSettled(state) || isModelMissing) return length * GROWTH;
  // There are no turns before a compaction.
  const areTurnsMissing = wantsTurns && state.recent.length < MIN_TURNS && state.compactions.length === 0;
  return areTurnsMissing && length < WORTH_THE_TURNS ? WORTH_THE_TURNS : null;
}

async function withFile<T>(path: string, use: (file: OpenFile) => Promise<T>): Promise<T> {
  const file = await openFollowed(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
