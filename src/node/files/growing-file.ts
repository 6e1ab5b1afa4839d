/** A file of another program that is appended to, read as it grows. */

import { stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { openFollowed } from './own-file.ts';

const CHUNK = 1024 * 1024;
/** Bytes before the end that tell whether what was read still stands there. */
const ANCHOR = 1024;

/** Where its bytes go. */
export interface GrowthSink {
  /** What was taken so far is of no file any more: the file was replaced, cut or rewritten. Also called at first. */
  restart(): void;
  /** @param bytes are overwritten afterwards */
  take(bytes: Buffer): void;
}

/** A place in a file. Holds no open file. */
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

  /** All bytes read so far. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /**
   * Hands over what came since, of a file that was rewritten everything.
   *
   * @throws the system's error, `ENOENT` where the file is gone; NotPlainError
   */
  async advance(sink: GrowthSink): Promise<void> {
    // Most looks end here, without opening the file.
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
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size - this.#end));
    while (this.#end < size) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, size - this.#end), this.#end);
      // Cut while it was read: the next look sees that it is shorter.
      if (bytesRead === 0) return;
      const bytes = buffer.subarray(0, bytesRead);
      sink.take(bytes);
      this.#end += bytesRead;
      this.#bytesRead += bytesRead;
      const kept = bytesRead < ANCHOR ? Buffer.concat([this.#anchor, bytes]) : bytes;
      this.#anchor = Buffer.from(kept.subarray(-ANCHOR));
    }
  }

  async #isAnchored(file: FileHandle): Promise<boolean> {
    const { length } = this.#anchor;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, this.#end - length);
    return this.#anchor.equals(buffer.subarray(0, bytesRead));
  }
}
