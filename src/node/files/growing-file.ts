/** Reads a file that another program appends to. */

import { stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { openFollowed } from './own-file.ts';

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
 * Reads a part of a file in chunks.
 *
 * @param take gets bytes that are overwritten afterwards
 * @returns where the reading ended: before `to` if the file is shorter
 */
export async function readChunks(
  file: FileHandle,
  from: number,
  to: number,
  take: (bytes: Buffer) => void,
): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, to - from));
  let at = from;
  while (at < to) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, to - at), at);
    if (bytesRead === 0) break;
    take(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return at;
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

  async #readOn(file: FileHandle, size: number, sink: GrowthSink): Promise<void> {
    // If it is truncated meanwhile, the next call detects that it is shorter.
    await readChunks(file, this.#end, size, (bytes) => {
      sink.take(bytes);
      this.#end += bytes.length;
      this.#bytesRead += bytes.length;
      const kept = bytes.length < ANCHOR ? Buffer.concat([this.#anchor, bytes]) : bytes;
      this.#anchor = Buffer.from(kept.subarray(-ANCHOR));
    });
  }

  async #isAnchored(file: FileHandle): Promise<boolean> {
    const { length } = this.#anchor;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, this.#end - length);
    return this.#anchor.equals(buffer.subarray(0, bytesRead));
  }
}
