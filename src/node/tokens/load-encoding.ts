/** The ranks of an encoding, which `npm run build` packs from js-tiktoken into `dist/`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

import type { CountText } from '../../core/tokens/chunks.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import { unpackTokens } from '../../core/tokens/packed-tokens.ts';
import { pieceCounter } from '../../core/tokens/pieces.ts';
import { Vocabulary } from '../../core/tokens/vocabulary.ts';

/**
 * Loads the ranks and makes the counter; some tens of milliseconds, so once.
 *
 * @param folder where the ranks are: beside this bundle
 * @throws the system's error where they can't be read
 */
export function loadEncoding(encoding: Encoding, folder: string = __dirname): CountText {
  const packed = brotliDecompressSync(readFileSync(join(folder, `${encoding}.ranks`)));
  return pieceCounter(encoding, new Vocabulary(unpackTokens(packed)));
}
