/** Files as far as they are counted: text, and not too large. */

import { open } from 'node:fs/promises';

import { LARGEST_COUNTED } from '../../core/tokens/pieces.ts';

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
  const handle = await open(path, 'r');
  try {
    const status = await handle.stat();
    const version = `${status.ino}:${status.size}:${status.mtimeMs}`;
    if (version === known) return 'unchanged';
    if (!status.isFile() || status.size > LARGEST_COUNTED) return { version, text: null };
    const bytes = await handle.readFile();
    const isText = !bytes.subarray(0, HEAD).includes(0);
    return { version, text: isText ? bytes.toString('utf8') : null };
  } finally {
    await handle.close();
  }
}
