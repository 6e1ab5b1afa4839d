/** Files replaced whole or not at all. */

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { errorCode, reasonOf } from './system-error.ts';

/** The name of a temporary file; its group is the name of the file that it becomes. */
export const TEMPORARY_NAME = /^(.+)\.[0-9a-f]{12}\.tmp$/;

const TRIES = 10;
/** What Windows, and its drives where Linux sees them, say while a scanner or an editor has the file open. */
export const PASSING: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * Replaces a file: temp file → fsync → rename → fsync of the folder. Makes the folders it needs.
 *
 * @param check asked right before the rename; what it throws leaves the file as it was
 * @param mode permissions of the file, exactly; the usual ones where it is left out
 * @throws NinefoldError file-unwritable; the file is as it was then
 */
export async function replaceFile(
  path: string,
  text: string | Uint8Array,
  check: () => Promise<void> = () => Promise.resolve(),
  mode?: number,
): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(temporary, text, 'wx', mode);
    await check();
    await withPatience(() => rename(temporary, path));
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch((cleanup: unknown) => {
      throw new AggregateError([error, cleanup], `cannot write ${path}`);
    });
    throw unwritable(path, error);
  }
}

/**
 * Makes a new file, whole or not at all: temp file → fsync → hard link, which is exclusive; a rename where there are no
 * hard links.
 *
 * @throws the system's error, EEXIST where it exists
 */
export async function createWhole(path: string, text: string): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await writeSynced(temporary, text);
    try {
      await link(temporary, path);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') throw error;
      await rename(temporary, path);
    }
    await syncFolder(dirname(path));
  } finally {
    await rm(temporary, { force: true });
  }
}

function temporaryFor(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`;
}

/** Writes a new file and syncs it. @throws the system's error, EEXIST where it exists */
export async function writeSynced(
  path: string,
  text: string | Uint8Array,
  flags: 'wx' | 'a' = 'wx',
  mode?: number,
): Promise<void> {
  const handle = await open(path, flags, mode ?? 0o644);
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the entries of a folder durable; systems that can't open a folder have nothing to sync. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The failure to write `path` as Ninefold's own. */
export function unwritable(path: string, error: unknown): NinefoldError {
  if (NinefoldError.is(error)) return error;
  return new NinefoldError('file-unwritable', { path, reason: reasonOf(error) }, { cause: error });
}

/** Tries again for half a second while a file can't be had. @throws the system's error after that, any other at once */
export async function withPatience<T>(work: () => Promise<T>, passing = PASSING): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!passing.has(errorCode(error) ?? '') || attempt >= TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 10));
    }
  }
}
