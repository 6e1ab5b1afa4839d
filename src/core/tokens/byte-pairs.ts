/** Byte pair encoding, as far as counting needs it. Bytes are strings of one unit (0 to 255) a byte. */

/** Rank of every token: of two neighbours, those that make the token of the lowest rank are joined first. */
export type Ranks = ReadonlyMap<string, number>;

/** The number of tokens of one piece. Time grows with the square of its length. */
export function countBytePairs(bytes: string, ranks: Ranks): number {
  if (bytes.length === 0) return 0;
  if (bytes.length === 1 || ranks.has(bytes)) return 1;
  const rankAt = (start: number, end: number): number => ranks.get(bytes.slice(start, end)) ?? Infinity;
  /** Where each part begins, and at the end of all. */
  const starts = Array.from({ length: bytes.length + 1 }, (_, index) => index);
  /** Rank of each part joined with the next. */
  const joined = Array.from({ length: bytes.length - 1 }, (_, index) => rankAt(index, index + 2));
  for (;;) {
    const best = indexOfLeast(joined);
    if (best < 0) return starts.length - 1;
    starts.splice(best + 1, 1);
    joined.splice(best, 1);
    const [start = 0, next = 0, afterNext] = starts.slice(best, best + 3);
    if (afterNext !== undefined) joined[best] = rankAt(start, afterNext);
    const before = starts[best - 1];
    if (before !== undefined) joined[best - 1] = rankAt(before, next);
  }
}

/** The first of the least values; -1 where nothing can be joined. */
function indexOfLeast(values: readonly number[]): number {
  let index = -1;
  let least = Infinity;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? Infinity;
    if (value < least) {
      least = value;
      index = at;
    }
  }
  return index;
}
