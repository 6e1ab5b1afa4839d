/** Files as far as they are counted: text, and not too large. */

import { LARGEST_COUNTED } from '../../core/tokens/pieces.ts';
import { readUpTo } from '../files/safe-read.ts';
import { openFollowed } from '../files/own-file.ts';

/** Where a NUL byte tells that a file isn't text, as git looks for it. */
const HEAD = 8000;

export interface TextToCount {
  /** Changes when the file does. */
  readonly version: string;
  /** Null where it isn't text, or too large. */
  readonly text: string | null;
}

/**
 * Reads a file to be counted, unless it is still the one that was.
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
