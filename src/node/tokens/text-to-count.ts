/** Reads files for counting: text, and not too large. */

import { LARGEST_COUNTED } from '../../core/tokens/pieces.ts';
import { readUpTo } from '../files/safe-read.ts';
import { openFollowed } from '../files/own-file.ts';

/** Number of bytes searched for a NUL, which marks a binary file, as in git. */
const HEAD = 8000;

export interface TextToCount {
  /** Changes when the file does. */
  readonly version: string;
  /** Null if it isn't text, or too large. */
  readonly text: string | null;
}

/**
 * Reads a file for counting, unless it is still the known version.
 *
 * @throws the system's error
 */
export async function readTextFile(path: string, known?: string): Promise<TextToCount | 'unchanged'> {
  const handle = await openFollowed(path);
  try {
    const status = await handle.stat();
    const version = `${status.ino}:${status.size}:${status.mtimeMs}`;
    if (version === known) return 'unchanged';
    const bytes = await readUpTo(handle, LARGEST_COUNTED);
    if (bytes === null) return { version, text: null };
    const isText = !bytes.subarray(0, HEAD).includes(0);
    return { version, text: isText ? bytes.toString('utf8') : null };
  } finally {
    await handle.close();
  }
}
