/** When many files last changed, and whether they are empty. */

import { statFiles } from './stat-files.ts';
import { isUnreadable } from './optional-file.ts';

export interface FileChange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly isEmpty: boolean;
}

/** Returns the last change of each file; null for what isn't a readable file. */
export async function lastChanges(paths: readonly string[]): Promise<readonly (FileChange | null)[]> {
  return (await statFiles(paths)).map((found) => {
    if (found instanceof Error && !isUnreadable(found)) throw found;
    if (found === undefined || found instanceof Error || !found.isFile()) return null;
    return { at: found.mtimeMs, isEmpty: found.size === 0 };
  });
}
