/** Where what is tried thousands of times stands: in memory, if the system has a place for that. */

import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';

/** Makes new folders in memory while work lasts: nothing waits for a disk there. For what isn't about crashes. */
export async function inMemory<T>(work: () => Promise<T>): Promise<T> {
  const before = tmpdir();
  process.env.TMPDIR = isWritable(IN_MEMORY) ? IN_MEMORY : before;
  try {
    return await work();
  } finally {
    process.env.TMPDIR = before;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // Only Linux has it, and not everywhere.
    return false;
  }
}
