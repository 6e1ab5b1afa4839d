/**
 * The tokens of a text by its pieces: the encoding's pattern cuts a text, and each piece is counted on its own.
 *
 * What is between special marks (`<|endoftext|>`) is text like any other here.
 */

import type { CountText } from './chunks.ts';

/**
 * Longest piece in UTF-16 units that is counted as one. Merging bytes takes time with the square of a piece's
 * length, and a run without a break (`aaaa…`, spaces, a ruler, CJK without punctuation) is one piece however long.
 */
export const LONGEST_PIECE = 256;

/** In slices of this length a longer piece is counted. */
const SLICE_LENGTH = 64;

/** Words come again and again, and so do the slices of a ruler; longer pieces hardly do. */
const LONGEST_REMEMBERED = SLICE_LENGTH;
const MOST_REMEMBERED = 60_000;

/**
 * Makes a counter of the encoding's pattern and of what counts one piece exactly.
 *
 * A piece longer than {@link LONGEST_PIECE} is counted in slices of 64 units and the count is flagged: each slice is
 * exact, and what is lost are the merges across its ends, so the sum is too high by at most a token or two a slice.
 */
export function pieceCounter(pattern: string, countPiece: (piece: string) => number): CountText {
  const known = new Map<string, number>();
  const pieces = new RegExp(pattern, 'gu');
  const remembered = (piece: string): number => {
    if (piece.length > LONGEST_REMEMBERED) return countPiece(piece);
    const before = known.get(piece);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const tokens = countPiece(piece);
    known.set(piece, tokens);
    return tokens;
  };
  return (text) => {
    let tokens = 0;
    let isApproximate = false;
    for (const [piece] of text.matchAll(pieces)) {
      if (piece.length <= LONGEST_PIECE) tokens += remembered(piece);
      else {
        isApproximate = true;
        for (const slice of slices(piece)) tokens += remembered(slice);
      }
    }
    return { tokens, isApproximate };
  };
}

/** A piece in slices, never through the middle of a surrogate pair. */
function* slices(piece: string): Generator<string> {
  for (let start = 0; start < piece.length;) {
    const most = start + SLICE_LENGTH;
    const isHigh = /[\uD800-\uDBFF]/.test(piece.charAt(most - 1)) && most < piece.length;
    const end = isHigh ? most - 1 : most;
    yield piece.slice(start, end);
    start = end;
  }
}

/** Longer texts, and larger files, are left out of a working set; no agent reads one whole. */
export const LARGEST_COUNTED = 2_000_000;

/** UTF-16 units per token: what is left to say of a text that nobody counts. Between prose (4.5) and code (3). */
const UNITS_PER_TOKEN = 3.5;

/** A rough count by length alone, for a text that couldn't be counted in time. */
export function countByLength(length: number): { readonly tokens: number; readonly isApproximate: true } {
  return { tokens: Math.ceil(length / UNITS_PER_TOKEN), isApproximate: true };
}
