/**
 * Ranks of an encoding as packed by the build: the number of tokens (4 bytes, little endian), the length of each (1
 * byte), then the bytes of all of them, in the order of their ranks. A rank without a token has length 0.
 */

import type { PackedTokens } from './vocabulary.ts';

const HEADER = 4;

/**
 * Unpacks the tokens.
 *
 * @throws RangeError if the bytes are truncated
 */
export function unpackTokens(packed: Uint8Array): PackedTokens {
  const count = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0, true);
  const lengths = packed.subarray(HEADER, HEADER + count);
  const bytes = packed.subarray(HEADER + count);
  const wanted = lengths.reduce((sum, length) => sum + length, 0);
  if (lengths.length !== count || bytes.length !== wanted) {
    throw new RangeError(`the ranks are cut short: ${bytes.length} bytes of ${wanted}`);
  }
  return { lengths, bytes };
}
