/** The file of a lock: made by exactly one, read whole or known to be half-written. */

import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import { PASSING, withPatience } from '../files/atomic-file.ts';
import { ifExists } from '../files/optional-file.ts';
import { parseHolder } from './lock-holder.ts';
import type { LockContent, LockHolder } from './lock-holder.ts';
import { openToRead } from '../files/own-file.ts';
import { errorCode } from '../files/system-error.ts';

/** What `link()` says of what it finds; anything else means that there are no hard links here. */
const LINK_FAILURES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

/** A holder takes some 250 bytes. */
const LARGEST_LOCK = 4096;

/** A lock file as it was found, with what it says. */
export type FoundLock = LockContent & {
  /** Tells this file from every other one, and is part of a file's name. */
  readonly key: string;
  /** In milliseconds since 1970. */
  readonly modified: number;
};

/**
 * The lock file as it is now; undefined where there is none. Never waits for a pipe, reads no more than a lock can have.
 *
 * @throws NotPlainError; the system's error
 */
export async function readLock(path: string): Promise<FoundLock | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await withPatience(() => openToRead(path));
    const { mtimeMs: modified, ino } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(LARGEST_LOCK + 1), 0, LARGEST_LOCK + 1, 0);
    const content: LockContent =
      bytesRead > LARGEST_LOCK ? { kind: 'forged' } : parseHolder(buffer.toString('utf8', 0, bytesRead));
    return { ...content, modified, key: content.holder?.nonce ?? `${ino}-${modified}` };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  } finally {
    await handle?.close();
  }
}

/**
 * Removes a file that `mine` is done with. Never fails: one that can't be removed says in place that it is over, or its
 * holder's death does.
 */
export async function removeOwn(path: string, mine: LockHolder): Promise<void> {
  try {
    await withPatience(() => rm(path, { force: true }));
  } catch {
    // The folder was closed meanwhile.
    await writeFile(path, JSON.stringify({ ...mine, isReleased: true })).catch(() => undefined);
  }
}

/** A holder's own file, which it links to the lock's place. */
export class OwnFile {
  readonly #path: string;
  readonly #mine: LockHolder;
  #isWritten = false;

  /** @param lock path of the lock; the own file stands beside it */
  constructor(lock: string, mine: LockHolder) {
    this.#path = `${lock}.${mine.nonce}`;
    this.#mine = mine;
  }

  /** Makes the file at `path`, in one step. @returns false where one is there already @throws the system's error */
  async linkTo(path: string): Promise<boolean> {
    for (let isAgain = false; ; isAgain = true) {
      if (isAgain || !this.#isWritten) await this.#write();
      try {
        await link(this.#path, path);
        return true;
      } catch (error) {
        const code = errorCode(error) ?? '';
        if (code === 'EEXIST') return false;
        // Somebody swept our own file, or removed the whole folder.
        if (code === 'ENOENT' && !isAgain) continue;
        if (LINK_FAILURES.has(code)) throw error;
        return this.#createAt(path);
      }
    }
  }

  /** When it was written by the file system's own clock, in milliseconds since 1970; 0 where it is gone. */
  async writtenAt(): Promise<number> {
    return (await ifExists(stat(this.#path)))?.mtimeMs ?? 0;
  }

  /** Never fails: what is left is in nobody's way, and swept with what crashes leave. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  async #write(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, JSON.stringify(this.#mine));
    this.#isWritten = true;
  }

  /** Where there are no hard links: made exclusively, written, and read back, in case it was taken for a dead one's. */
  async #createAt(path: string): Promise<boolean> {
    try {
      await writeFile(path, JSON.stringify(this.#mine), { flag: 'wx' });
      return parseHolder(await readFile(path, 'utf8')).holder?.nonce === this.#mine.nonce;
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (code === 'EEXIST' || code === 'ENOENT' || PASSING.has(code)) return false;
      throw error;
    }
  }
}
