/**
 * Byte pair encoding for counting: repeatedly joins the leftmost pair of neighbors that makes the token of lowest
 * rank, until no pair makes a token.
 */

import { HASH_BASE, type Vocabulary } from './vocabulary.ts';

/** Up to this length, scanning all neighbors is faster than keeping them sorted. */
const SHORT = 96;

const NONE = 0x7fffffff;

/** Counts the tokens of the first `length` bytes, which are one piece, in O(n log n) for any content. */
export function countBytePairs(bytes: Uint8Array, length: number, vocabulary: Vocabulary): number {
  if (length <= 1) return length;
  if (vocabulary.rankOf(bytes, 0, length) >= 0) return 1;
  return length <= SHORT ? countShort(bytes, length, vocabulary) : countLong(bytes, length, vocabulary);
}

const starts = new Int32Array(SHORT + 1);
const ranks = new Int32Array(SHORT + 1);

function countShort(bytes: Uint8Array, length: number, vocabulary: Vocabulary): number {
  const rankAt = (start: number, end: number): number => {
    const rank = vocabulary.rankOf(bytes, start, end);
    return rank < 0 ? NONE : rank;
  };
  /**
   * `starts[0..parts]` are the beginnings of the parts and the end; `ranks[i]` is that of part i joined with the
   * next.
   */
  let parts = length;
  for (let index = 0; index <= length; index++) starts[index] = index;
  for (let index = 0; index + 1 < length; index++) ranks[index] = rankAt(index, index + 2);
  for (;;) {
    let best = -1;
    let least = NONE;
    for (let index = 0; index + 1 < parts; index++) {
      const rank = ranks[index] ?? NONE;
      if (rank < least) {
        least = rank;
        best = index;
      }
    }
    if (best < 0) return parts;
    starts.copyWithin(best + 1, best + 2, parts + 1);
    ranks.copyWithin(best, best + 1, parts - 1);
    parts -= 1;
    if (best + 1 < parts) ranks[best] = rankAt(starts[best] ?? 0, starts[best + 2] ?? 0);
    if (best > 0) ranks[best - 1] = rankAt(starts[best - 1] ?? 0, starts[best + 1] ?? 0);
  }
}

/** Parts as a linked list, joinable neighbors in a heap; heap entries that have changed since are skipped. */
function countLong(bytes: Uint8Array, length: number, vocabulary: Vocabulary): number {
  const hashes = new StretchHashes(bytes, length, vocabulary.longest);
  const next = new Int32Array(length + 1);
  const previous = new Int32Array(length + 1);
  const pairRanks = new Int32Array(length + 1).fill(NONE);
  const heap = new RankHeap(length);
  const rate = (start: number): void => {
    const middle = next[start] ?? length;
    const end = middle < length ? (next[middle] ?? length) : -1;
    const isPossible = end > 0 && end - start <= vocabulary.longest;
    const rank = isPossible ? vocabulary.rankOfHashed(bytes, start, end, hashes.of(start, end)) : -1;
    pairRanks[start] = rank < 0 ? NONE : rank;
    if (rank >= 0) heap.push(rank, start);
  };
  for (let index = 0; index <= length; index++) {
    next[index] = index + 1;
    previous[index] = index - 1;
  }
  for (let index = 0; index + 1 < length; index++) rate(index);
  let parts = length;
  while (heap.size > 0) {
    const key = heap.pop();
    const rank = Math.floor(key / START_RANGE);
    const start = key - rank * START_RANGE;
    if (pairRanks[start] !== rank) continue;
    const middle = next[start] ?? length;
    const end = next[middle] ?? length;
    next[start] = end;
    previous[end] = start;
    pairRanks[middle] = NONE;
    parts -= 1;
    rate(start);
    const before = previous[start] ?? -1;
    if (before >= 0) rate(before);
  }
  return parts;
}

/** Hashes of any stretch from prefix sums. */
class StretchHashes {
  readonly #prefix: Int32Array;
  readonly #powers: Int32Array;

  constructor(bytes: Uint8Array, length: number, longest: number) {
    this.#prefix = new Int32Array(length + 1);
    this.#powers = new Int32Array(longest + 1);
    this.#powers[0] = 1;
    for (let power = 1; power <= longest; power++) {
      this.#powers[power] = Math.imul(this.#powers[power - 1] ?? 1, HASH_BASE);
    }
    let hash = 0;
    for (let index = 0; index < length; index++) {
      hash = (Math.imul(hash, HASH_BASE) + (bytes[index] ?? 0) + 1) | 0;
      this.#prefix[index + 1] = hash;
    }
  }

  /** Same result as `hashOf`, for stretches up to the length of the longest token. */
  of(start: number, end: number): number {
    const before = Math.imul(this.#prefix[start] ?? 0, this.#powers[end - start] ?? 0);
    return ((this.#prefix[end] ?? 0) - before) | 0;
  }
}

/** Packs rank and start into one number: a rank is below 2^20, a start below this. */
const START_RANGE = 2 ** 32;

/** Lowest rank first, then leftmost. Four children per node keep the tree flat. */
class RankHeap {
  size = 0;
  #keys: Float64Array;

  constructor(capacity: number) {
    this.#keys = new Float64Array(Math.max(16, capacity));
  }

  push(rank: number, start: number): void {
    if (this.size === this.#keys.length) {
      const grown = new Float64Array(this.size * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    const keys = this.#keys;
    const key = rank * START_RANGE + start;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = keys[parent] ?? 0;
      if (above <= key) break;
      keys[at] = above;
      at = parent;
    }
    keys[at] = key;
  }

  /** Removes and returns the lowest key; the heap must not be empty. */
  pop(): number {
    const keys = this.#keys;
    const least = keys[0] ?? 0;
    const size = --this.size;
    const last = keys[size] ?? 0;
    let at = 0;
    for (let first = 1; first < size; first = 4 * at + 1) {
      let child = first;
      const end = Math.min(first + 4, size);
      for (let other = first + 1; other < end; other++) {
        if ((keys[other] ?? 0) < (keys[child] ?? 0)) child = other;
      }
      const below = keys[child] ?? 0;
      if (below >= last) break;
      keys[at] = below;
      at = child;
    }
    keys[at] = last;
    return least;
  }
}
