/** Reads a transcript in a single JSON document, rewritten with every message. */

import { stat } from 'node:fs/promises';
import {
  type DocumentReader,
  EMPTY_TRANSCRIPT,
  type TranscriptState,
} from '../../core/meter/transcript-reader.ts';
import { readUpTo } from '../files/safe-read.ts';
import { MAX_BYTES } from '../files/file-kinds.ts';
import { openFollowed } from '../files/own-file.ts';
import type { Advance, TranscriptCursor } from './transcript-cursor.ts';

/**
 * A document as last read. Doesn't keep the file open. Documents that are too large for a chat are skipped: parsing
 * blocks the thread, 8 MB for about 30 ms, with every message.
 */
export class DocumentCursor implements TranscriptCursor {
  readonly path: string;
  /** A document is always read whole. */
  readonly readFrom = 0;
  readonly #reader: DocumentReader;
  #state: TranscriptState = EMPTY_TRANSCRIPT;
  #size = -1;
  #inode = 0;
  #modifiedAt = 0;
  #bytesRead = 0;

  private constructor(path: string, reader: DocumentReader) {
    this.path = path;
    this.#reader = reader;
  }

  /** @throws the system's error */
  static async open(path: string, reader: DocumentReader): Promise<DocumentCursor> {
    const cursor = new DocumentCursor(path, reader);
    await cursor.advance();
    return cursor;
  }

  get state(): TranscriptState {
    return this.#state;
  }

  get modifiedAt(): number {
    return this.#modifiedAt;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  get end(): number {
    return Math.max(0, this.#size);
  }

  readBack(): Promise<void> {
    return Promise.resolve();
  }

  /** Empty if it exceeded the limit since it was checked. */
  async #text(): Promise<string> {
    const file = await openFollowed(this.path);
    try {
      return (await readUpTo(file, MAX_BYTES.chat))?.toString('utf8') ?? '';
    } finally {
      await file.close();
    }
  }

  async advance(): Promise<Advance> {
    const { size, ino, mtimeMs } = await stat(this.path);
    if (size === this.#size && ino === this.#inode && mtimeMs === this.#modifiedAt) return 'same';
    const isFirst = this.#size === -1;
    this.#size = size;
    this.#inode = ino;
    this.#modifiedAt = mtimeMs;
    if (size > MAX_BYTES.chat) {
      this.#state = EMPTY_TRANSCRIPT;
      return 'restarted';
    }
    const text = await this.#text();
    this.#bytesRead += text.length;
    const read = this.#reader.read(text);
    // Half written: keep the previous state until the next change.
    if (read !== EMPTY_TRANSCRIPT || isFirst) this.#state = read;
    return isFirst ? 'restarted' : 'grown';
  }
}
