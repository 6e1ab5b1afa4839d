/** Writes files whole or not at all. */

import { link, mkdir, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { moveTo, removeFile } from './patient-files.ts';
import { randomHex } from './random-hex.ts';
import { errorCode, reasonOf } from './system-error.ts';

/** Name of a temporary file; the group is the name of the final file. */
export const TEMPORARY_NAME = /^(.+)\.[0-9a-f]{12}\.tmp$/;

/**
 * Replaces a file: temp file → fsync → rename → fsync of the folder. Makes missing folders.
 *
 * @param check called right before the rename; if it throws, the file stays unchanged
 * @param mode exact permissions of the file; the usual ones by default
 * @param through folder of the temporary file, on the same disk; the file's own by default
 * @throws NinefoldError file-unwritable; the file is unchanged then
 */
export async function replaceFile(
  path: string,
  text: string | Uint8Array,
  check: () => Promise<void> = () => Promise.resolve(),
  mode?: number,
  through: string = dirname(path),
): Promise<void> {
  const temporary = temporaryFor(join(through, basename(path)));
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeSynced(temporary, text, 'wx', mode);
    await check();
    await moveTo(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await removeFile(temporary).catch((cleanup: unknown) => {
      throw new AggregateError([error, cleanup], `cannot write ${path}`);
    });
    throw unwritable(path, error);
  }
}

/**
 * Creates a file whole or not at all: temp file → fsync → hard link, which is exclusive; a rename if hard links
 * aren't supported.
 *
 * @throws the system's error, EEXIST if it exists
 */
export async function createWhole(path: string, text: string): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    await writeSynced(temporary, text);
    try {
      await link(temporary, path);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') throw error;
      await moveTo(temporary, path);
    }
    await syncFolder(dirname(path));
  } finally {
    await removeFile(temporary);
  }
}

function temporaryFor(path: string): string {
  return `${path}.${randomHex(6)}.tmp`;
}

/**
 * Writes a new file and syncs it.
 *
 * @throws the system's error, EEXIST if it exists
 */
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

/** Makes the entries of a folder durable; a system that can't open folders has nothing to sync. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the failure to write `path`. */
export function unwritable(path: string, error: unknown): NinefoldError {
  if (NinefoldError.is(error)) return error;
  return new NinefoldError('file-unwritable', { path, reason: reasonOf(error) }, { cause: error });
}
