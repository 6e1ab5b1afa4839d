import { rmdir } from 'node:fs/promises';

import { unwritable } from './atomic-file.ts';
import { errorCode, isAbsence } from './system-error.ts';

/**
 * Removes a folder if it is empty.
 *
 * @returns whether it is gone
 * @throws NinefoldError file-unwritable
 */
export async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (isAbsence(error)) return true;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw unwritable(folder, error);
  }
}
