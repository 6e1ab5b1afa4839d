/** The file of a lock: made by exactly one process, read whole or known to be incomplete. */

import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { PASSING, removeFile, withPatience } from '../files/patient-files.ts';
import { ifExists } from '../files/optional-file.ts';
import { parseHolder } from './lock-holder.ts';
import type { LockContent, LockHolder } from './lock-holder.ts';
import { openToRead } from '../files/own-file.ts';
import type { OpenFile } from '../files/own-file.ts';
import { errorCode } from '../files/system-error.ts';

/** Codes of `link()` that are failures; any other means that hard links aren't supported. */
const LINK_FAILURES = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO']);

/** A holder takes about 250 bytes. */
const LARGEST_LOCK = 4096;

/** A lock file and its content. */
export type FoundLock = LockContent & {
  /** Identifies this very file, and becomes part of a file name. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
};

/**
 * Reads the lock file; undefined if there is none. Never waits for a pipe, and reads no more than a lock can have.
 *
 * @throws NotPlainError; the system's error
 */
export async function readLock(path: string): Promise<FoundLock | undefined> {
  let handle: OpenFile | undefined;
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
 * Removes a finished file of `mine`. Never fails: a file that can't be removed is marked as released, or its holder's
 * death releases it.
 */
export async function removeOwn(path: string, mine: LockHolder): Promise<void> {
  try {
    await removeFile(path);
  } catch {
    // The folder was closed meanwhile.
    await writeFile(path, JSON.stringify({ ...mine, isReleased: true })).catch(() => undefined);
  }
}

/** A holder's own file, which it links to the lock's path. */
export class OwnFile {
  readonly #path: string;
  readonly #mine: LockHolder;
  #isWritten = false;

  /** @param lock path of the lock; the own file is next to it */
  constructor(lock: string, mine: LockHolder) {
    this.#path = `${lock}.${mine.nonce}`;
    this.#mine = mine;
  }

  /**
   * Makes the file at `path`, atomically.
   *
   * @returns false if it exists
   * @throws the system's error
   */
  async linkTo(path: string): Promise<boolean> {
    for (let isAgain = false; ; isAgain = true) {
      if (isAgain || !this.#isWritten) await this.#write();
      try {
        await link(this.#path, path);
        return true;
      } catch (error) {
        const code = errorCode(error) ?? '';
        if (code === 'EEXIST') return false;
        // Our own file was cleaned up, or the whole folder was removed.
        if (code === 'ENOENT' && !isAgain) continue;
        if (LINK_FAILURES.has(code)) throw error;
        return this.#createAt(path);
      }
    }
  }

  /** Returns when it was written by the file system's own clock, in milliseconds since the epoch; 0 if it is gone. */
  async writtenAt(): Promise<number> {
    return (await ifExists(stat(this.#path)))?.mtimeMs ?? 0;
  }

  /** Removes the own file. Never fails: a leftover is harmless, and cleaned up like those of crashes. */
  async remove(): Promise<void> {
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  async #write(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(this.#path, JSON.stringify(this.#mine));
    this.#isWritten = true;
  }

  /**
   * Without hard links: creates it exclusively, writes, and reads it back, in case it was taken for a dead holder's.
   */
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
