/**
 * Counts the tokens of a text by its pieces: the encoding cuts the text, and each piece is counted separately.
 *
 * Special tokens such as `<|endoftext|>` count as plain text.
 */

import { ASK_PATTERN, asciiPieceEnd } from './ascii-pieces.ts';
import { countBytePairs } from './byte-pairs.ts';
import type { CountText } from './chunks.ts';
import { type Encoding, PATTERNS } from './encodings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words recur all the time; longer pieces rarely do. */
const LONGEST_REMEMBERED = 64;
const MAX_REMEMBERED = 60_000;

/** Makes the counter of an encoding: exact, in O(n log n) for any text. */
export function pieceCounter(encoding: Encoding, vocabulary: Vocabulary): CountText {
  const pattern = new RegExp(PATTERNS[encoding], 'gu');
  const known = new Map<string, number>();
  const bytes = new PieceBytes();
  const countPiece = (piece: string): number => {
    const length = bytes.encode(piece);
    return countBytePairs(bytes.buffer, length, vocabulary);
  };
  const remembered = (piece: string): number => {
    const before = known.get(piece);
    if (before !== undefined) return before;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const tokens = countPiece(piece);
    // A slice would keep the whole text in memory.
    known.set(ownCopy(piece), tokens);
    return tokens;
  };
  const endOf = (text: string, start: number): number => {
    const end = asciiPieceEnd(text, start, encoding);
    if (end !== ASK_PATTERN) return end;
    pattern.lastIndex = start;
    pattern.test(text);
    return pattern.lastIndex;
  };
  return (text) => {
    let tokens = 0;
    for (let start = 0; start < text.length;) {
      const end = endOf(text, start);
      if (end <= start) throw new Error(`the pattern of ${encoding} matches nothing at ${start}`);
      const piece = text.slice(start, end);
      tokens += piece.length <= LONGEST_REMEMBERED ? remembered(piece) : countPiece(piece);
      start = end;
    }
    return { tokens, isApproximate: false };
  };
}

function ownCopy(text: string): string {
  return text.length < 13 ? text : structuredClone(text);
}

/** UTF-8 of a piece, in a buffer that grows with the longest one. A lone surrogate becomes U+FFFD. */
class PieceBytes {
  buffer = new Uint8Array(1024);
  readonly #encoder = new TextEncoder();

  /** @returns the number of bytes used in `buffer` */
  encode(piece: string): number {
    const most = piece.length * 3;
    if (most > this.buffer.length) this.buffer = new Uint8Array(2 ** Math.ceil(Math.log2(most)));
    return this.#encoder.encodeInto(piece, this.buffer).written;
  }
}

/** Longer texts and larger files are excluded from a working set; no agent reads one whole. */
export const LARGEST_COUNTED = 2_000_000;

/** UTF-16 units per token, for a text that isn't counted: between prose (4.5) and code (3). */
const UNITS_PER_TOKEN = 3.5;

/** Estimates a count from the length, for a text that couldn't be counted in time. */
export function countByLength(length: number): { readonly tokens: number; readonly isApproximate: true } {
  return { tokens: Math.ceil(length / UNITS_PER_TOKEN), isApproximate: true };
}
