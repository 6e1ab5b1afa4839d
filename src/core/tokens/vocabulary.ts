/**
 * The tokens of an encoding by their bytes. One buffer and two typed arrays instead of a map of strings: they load in
 * a few milliseconds and take a tenth of the memory.
 *
 * A token is found by the polynomial hash of its bytes, which prefix sums give for any stretch of a text in constant
 * time.
 */

/** Multiplier of the hash: odd, with its bits well spread. */
export const HASH_BASE = 0x01000193;

/** `bytes` has the tokens concatenated in the order of their ranks, `lengths` the length of each. */
export interface PackedTokens {
  readonly lengths: Uint8Array;
  readonly bytes: Uint8Array;
}

export class Vocabulary {
  /** Length in bytes of the longest token. */
  readonly longest: number;
  readonly #bytes: Uint8Array;
  /** Start of each token in `#bytes`, and the end of the last. */
  readonly #starts: Uint32Array;
  /** Rank + 1 of a token at the slot of its hash or a later one; 0 if empty. */
  readonly #table: Uint32Array;
  readonly #mask: number;

  constructor({ lengths, bytes }: PackedTokens) {
    this.#bytes = bytes;
    this.#starts = new Uint32Array(lengths.length + 1);
    const size = 2 ** Math.ceil(Math.log2(Math.max(lengths.length, 1)) + 1);
    this.#table = new Uint32Array(size);
    this.#mask = size - 1;
    let start = 0;
    let longest = 0;
    for (let rank = 0; rank < lengths.length; rank++) {
      const length = lengths[rank] ?? 0;
      this.#starts[rank] = start;
      if (length > 0) this.#insert(rank, hashOf(bytes, start, start + length));
      if (length > longest) longest = length;
      start += length;
    }
    this.#starts[lengths.length] = start;
    this.longest = longest;
  }

  /** Returns the rank of the token with these bytes; -1 if there is none. */
  rankOf(bytes: Uint8Array, start: number, end: number): number {
    return end - start > this.longest ? -1 : this.rankOfHashed(bytes, start, end, hashOf(bytes, start, end));
  }

  /** Like {@link rankOf}, for a known hash of the bytes. */
  rankOfHashed(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    for (let at = placeOf(hash) & this.#mask; ; at = (at + 1) & this.#mask) {
      const entry = this.#table[at] ?? 0;
      if (entry === 0) return -1;
      const first = this.#starts[entry - 1] ?? 0;
      if ((this.#starts[entry] ?? 0) - first === length && this.#isAt(first, bytes, start, length)) {
        return entry - 1;
      }
    }
  }

  #isAt(first: number, bytes: Uint8Array, start: number, length: number): boolean {
    for (let index = 0; index < length; index++) {
      if (this.#bytes[first + index] !== bytes[start + index]) return false;
    }
    return true;
  }

  #insert(rank: number, hash: number): void {
    let at = placeOf(hash) & this.#mask;
    while (this.#table[at] !== 0) at = (at + 1) & this.#mask;
    this.#table[at] = rank + 1;
  }
}

/** Polynomial hash of a stretch of bytes, 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let index = start; index < end; index++) {
    hash = (Math.imul(hash, HASH_BASE) + (bytes[index] ?? 0) + 1) | 0;
  }
  return hash;
}

/** Low bits of a polynomial hash barely depend on the first bytes; after mixing, each bit depends on all. */
function placeOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
