/** When many files changed last and whether they are empty, quickly and without holding the thread. */

import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isUnreadable } from './environment.ts';

/** Longest stay on the thread. */
const SLICE_MILLISECONDS = 2;

export interface FileChange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly isEmpty: boolean;
}

/**
 * Last change of each file; null for what isn't a readable file. Through the thread
 * pool a `stat` costs 31 µs of processor time, made here 5 µs (8,000 files), so they are made here, in slices of 2 ms.
 */
export async function lastChanges(paths: readonly string[]): Promise<readonly (FileChange | null)[]> {
  const changes: (FileChange | null)[] = [];
  let until = performance.now() + SLICE_MILLISECONDS;
  for (const path of paths) {
    if (performance.now() >= until) {
      await setImmediate();
      until = performance.now() + SLICE_MILLISECONDS;
    }
    changes.push(lastChange(path));
  }
  return changes;
}

function lastChange(path: string): FileChange | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true ? { at: found.mtimeMs, isEmpty: found.size === 0 } : null;
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}
