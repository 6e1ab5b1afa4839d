/**
 * Real paths: a folder reached through a link has several spellings (`process.cwd()` never contains a link, `$HOME`
 * may).
 */

import { realpathSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';

import { ifReadable, isUnreadable } from './optional-file.ts';

/** Resolves links; returns the absolute path as given if it doesn't exist or can't be accessed. */
export async function realPathOf(path: string): Promise<string> {
  return (await ifReadable(realpath(path))) ?? resolve(path);
}

/** Like {@link realPathOf}, but synchronous. */
export function realPathNow(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (isUnreadable(error)) return resolve(path);
    throw error;
  }
}
