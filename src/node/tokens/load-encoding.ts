/** Loads the ranks of an encoding, which `npm run build` packs from js-tiktoken into `dist/`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import type { CountText } from '../../core/tokens/chunks.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import { unpackTokens } from '../../core/tokens/packed-tokens.ts';
import { pieceCounter } from '../../core/tokens/pieces.ts';
import { Vocabulary } from '../../core/tokens/vocabulary.ts';

/**
 * Loads the ranks and makes the counter; takes tens of milliseconds, so call it once.
 *
 * @param folder folder of the ranks; defaults to this bundle's
 * @throws the system's error if they can't be read
 */
export function loadEncoding(encoding: Encoding, folder: string = __dirname): CountText {
  const packed = brotliDecompressSync(readFileSync(join(folder, `${encoding}.ranks`)));
  return pieceCounter(encoding, new Vocabulary(unpackTokens(packed)));
}
