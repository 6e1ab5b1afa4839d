/** Reads a file that another program appends to. */

import { stat } from 'node:fs/promises';

import { openFollowed } from './own-file.ts';
import type { OpenFile } from './own-file.ts';

const CHUNK = 1024 * 1024;
/** Number of last bytes that show whether what was read is still there. */
export const ANCHOR = 1024;

/** Receives the file's bytes. */
export interface GrowthSink {
  /** Discards everything so far: the file was replaced, truncated, or rewritten. Also called initially. */
  restart(): void;
  /** @param bytes are overwritten afterwards */
  take(bytes: Buffer): void;
}

/**
 * Reads a part of a file in chunks. The next chunk is read while `take` works on one.
 *
 * @param take gets bytes that are overwritten afterwards
 * @returns where the reading ended: before `to` if the file is shorter
 */
export async function readChunks(
  file: OpenFile,
  from: number,
  to: number,
  take: (bytes: Buffer) => void,
): Promise<number> {
  const read = async (at: number, buffer?: Buffer): Promise<Chunk> => {
    const length = Math.min(CHUNK, to - at);
    const into = buffer ?? Buffer.allocUnsafe(Math.max(length, 0));
    return length > 0 ? file.read(into, 0, length, at) : { bytesRead: 0, buffer: into };
  };
  let at = from;
  let chunk = await read(at);
  let free: Buffer | undefined;
  while (chunk.bytesRead > 0) {
    const { bytesRead, buffer } = chunk;
    const next = read(at + bytesRead, free);
    try {
      take(buffer.subarray(0, bytesRead));
    } catch (error) {
      // The caller closes the file: not below a read.
      await Promise.allSettled([next]);
      throw error;
    }
    at += bytesRead;
    free = buffer;
    chunk = await next;
  }
  return at;
}

interface Chunk {
  readonly bytesRead: number;
  readonly buffer: Buffer;
}

/** A position in a file. Doesn't keep the file open. */
export class GrowingFile {
  readonly #path: string;
  #end = 0;
  #inode = -1;
  #modifiedAt = 0;
  #anchor: Buffer = Buffer.alloc(0);
  #bytesRead = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Total number of bytes read. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /**
   * Passes on what was added, or everything if the file was rewritten.
   *
   * @throws the system's error, `ENOENT` if the file is gone; NotPlainError
   */
  async advance(sink: GrowthSink): Promise<void> {
    // Most calls end here, without opening the file.
    const seen = await stat(this.#path);
    if (seen.ino === this.#inode && seen.size === this.#end && seen.mtimeMs === this.#modifiedAt) return;
    const file = await openFollowed(this.#path);
    try {
      const { size, ino, mtimeMs } = await file.stat();
      if (ino !== this.#inode || size < this.#end || !(await this.#isAnchored(file))) {
        this.#end = 0;
        this.#anchor = Buffer.alloc(0);
        sink.restart();
      }
      this.#inode = ino;
      this.#modifiedAt = mtimeMs;
      await this.#readOn(file, size, sink);
    } finally {
      await file.close();
    }
  }

  async #readOn(file: OpenFile, size: number, sink: GrowthSink): Promise<void> {
    // If it is truncated meanwhile, the next call detects that it is shorter.
    await readChunks(file, this.#end, size, (bytes) => {
      sink.take(bytes);
      this.#end += bytes.length;
      this.#bytesRead += bytes.length;
      const kept = bytes.length < ANCHOR ? Buffer.concat([this.#anchor, bytes]) : bytes;
      this.#anchor = Buffer.from(kept.subarray(-ANCHOR));
    });
  }

  async #isAnchored(file: OpenFile): Promise<boolean> {
    const { length } = this.#anchor;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, this.#end - length);
    return this.#anchor.equals(buffer.subarray(0, bytesRead));
  }
}
