/**
 * Renames and removes what another program may have open: Windows, and its drives in WSL, refuse that for a moment, while
 * a scanner, an editor, or an index reads the file. ESLint rejects `rename` and `rm` elsewhere.
 */

import { rename, rm } from 'node:fs/promises';

import { errorCode } from './system-error.ts';

const TRIES = 10;
/** Codes of a file that is in use. */
export const PASSING: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Code on Windows for a file that another program has opened exclusively. */
export const HELD_OPEN: ReadonlySet<string> = new Set(['EBUSY']);
/** A folder keeps the name of a removed file until the last program closes it. */
const PASSING_IN_FOLDER: ReadonlySet<string> = new Set([...PASSING, 'ENOTEMPTY']);

/**
 * Retries for half a second while a file is in use.
 *
 * @throws the system's error after that, any other immediately
 */
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

/**
 * Renames a file or folder, over an existing file.
 *
 * @throws the system's error
 */
export function moveTo(from: string, to: string): Promise<void> {
  return withPatience(() => rename(from, to));
}

/**
 * Removes a file or a link, if there is one.
 *
 * @throws the system's error
 */
export function removeFile(path: string): Promise<void> {
  return withPatience(() => rm(path, { force: true }));
}

/**
 * Removes a file, a link, or a folder with its content, if there is one.
 *
 * @throws the system's error
 */
export function removeTree(path: string): Promise<void> {
  return withPatience(() => rm(path, { recursive: true, force: true }), PASSING_IN_FOLDER);
}
