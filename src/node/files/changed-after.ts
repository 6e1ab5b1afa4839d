/** Whether files changed after a time, as exactly as the file system tells. */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { ifReadable } from './optional-file.ts';

/**
 * Tests whether one of the files changed after a time. A file that is gone tells nothing.
 *
 * @param files relative to the folder
 * @param at ISO 8601
 */
export async function haveChangedAfter(
  folder: string,
  files: readonly string[],
  at: string,
): Promise<boolean> {
  const begin = Date.parse(at);
  const statuses = await Promise.all(files.map((file) => ifReadable(stat(join(folder, file)))));
  return statuses.some((status) => status != null && status.mtimeMs > begin);
}
