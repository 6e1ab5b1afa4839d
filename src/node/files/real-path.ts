/**
 * Paths as they really are: a folder may be reached by a link, and then its spellings differ (`process.cwd()` never has a
 * link in it, `$HOME` may).
 */

import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';

import { ifReadable, isUnreadable } from './optional-file.ts';

/** Without links; absolute and as it was given where nothing is there, or it may not be read. */
export async function realPathOf(path: string): Promise<string> {
  return (await ifReadable(realpath(path))) ?? resolve(path);
}

/** {@link realPathOf}, at once. */
export function realPathNow(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (isUnreadable(error)) return resolve(path);
    throw error;
  }
}
