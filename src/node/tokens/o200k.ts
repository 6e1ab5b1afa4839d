/** The o200k encoding, as js-tiktoken ships it: its pattern and its ranks. Only `dist/tokenizer.js` may hold it. */

import o200k from 'js-tiktoken/ranks/o200k_base';

import { countBytePairs, type Ranks } from '../../core/tokens/byte-pairs.ts';
import type { CountText } from '../../core/tokens/chunks.ts';
import { pieceCounter } from '../../core/tokens/pieces.ts';

/** Loads the ranks and makes the counter; a few hundred milliseconds, so once. */
export function loadO200k(): CountText {
  const ranks = readRanks(o200k.bpe_ranks);
  return pieceCounter(o200k.pat_str, (piece) => countBytePairs(bytesOf(piece), ranks));
}

/** Lines of `! FIRST-RANK token token …`, the tokens in base64. */
function readRanks(lines: string): Ranks {
  const ranks = new Map<string, number>();
  for (const line of lines.split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    if (first === undefined) continue;
    const offset = Number.parseInt(first, 10);
    for (const [index, token] of tokens.entries()) {
      ranks.set(Buffer.from(token, 'base64').toString('latin1'), offset + index);
    }
  }
  return ranks;
}

const ONLY_ASCII = /^[\0-\x7f]*$/;

/** UTF-8 with one unit a byte. A lone surrogate becomes U+FFFD, as in js-tiktoken. */
function bytesOf(piece: string): string {
  return ONLY_ASCII.test(piece) ? piece : Buffer.from(piece, 'utf8').toString('latin1');
}
