/** Text files that may not be there. */

import { readFile } from 'node:fs/promises';

import { NinefoldError } from '../core/errors.ts';
import { isAbsence, reasonOf } from './system-error.ts';

/** A file's text; undefined where there is none. @throws NinefoldError file-unreadable */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
  }
}
