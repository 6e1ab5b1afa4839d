import {
  addCounts,
  canCutBetween,
  type CountText,
  cutIntoChunks,
  NO_TOKENS,
  type TokenCount,
} from './chunks.ts';

/** One of VS Code's `contentChanges`: replaces text at an offset. UTF-16 units. */
export interface ContentChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

interface Chunk {
  readonly text: string;
  readonly count: TokenCount;
}

/** A document whose token count is always current: an edit recounts only the chunks it touches. */
export class CountedDocument {
  readonly #countText: CountText;
  #chunks: Chunk[];
  #count: TokenCount;

  constructor(text: string, countText: CountText) {
    this.#countText = countText;
    this.#chunks = this.#counted(text);
    this.#count = addCounts(this.#chunks.map(({ count }) => count));
  }

  get count(): TokenCount {
    return this.#count;
  }

  /** The whole text. */
  get text(): string {
    return this.#chunks.map(({ text }) => text).join('');
  }

  /**
   * Applies the changes of one event; their offsets, in any order, refer to the text before it.
   *
   * @throws RangeError if a change is outside the text: this isn't the document that was changed
   */
  change(changes: readonly ContentChange[]): TokenCount {
    const fromTheEnd = changes.toSorted((one, other) => other.rangeOffset - one.rangeOffset);
    for (const change of fromTheEnd) this.#replace(change);
    this.#count = addCounts(this.#chunks.map(({ count }) => count));
    return this.#count;
  }

  #counted(text: string): Chunk[] {
    return cutIntoChunks(text).map((chunk) => ({ text: chunk, count: this.#countText(chunk) }));
  }

  #replace({ rangeOffset, rangeLength, text }: ContentChange): void {
    const start = this.#find(rangeOffset);
    const end = rangeLength === 0 ? start : this.#find(rangeOffset + rangeLength);
    const kept = this.#chunks[end.index]?.text.slice(end.within) ?? '';
    const head = this.#chunks[start.index]?.text.slice(0, start.within) ?? '';
    let middle = head + text + kept;
    let [from, to] = [start.index, Math.min(end.index + 1, this.#chunks.length)];
    // A former cut may no longer be possible.
    for (let before = this.#textAt(from - 1); before !== null; before = this.#textAt(from - 1)) {
      if (canCutBetween(before, middle)) break;
      middle = before + middle;
      from -= 1;
    }
    for (let after = this.#textAt(to); after !== null; after = this.#textAt(to)) {
      if (canCutBetween(middle, after)) break;
      middle += after;
      to += 1;
    }
    this.#chunks.splice(from, to - from, ...this.#counted(middle));
  }

  #textAt(index: number): string | null {
    return this.#chunks[index]?.text ?? null;
  }

  /** Finds the chunk with an offset, and the position in it; the end of a text is in its last chunk. */
  #find(offset: number): { readonly index: number; readonly within: number } {
    let passed = 0;
    for (const [index, { text }] of this.#chunks.entries()) {
      if (offset <= passed + text.length) return { index, within: offset - passed };
      passed += text.length;
    }
    if (offset === 0) return { index: 0, within: 0 };
    throw new RangeError(`offset ${offset} lies outside a text of ${passed}`);
  }
}

/** Counts several documents. */
export function countAll(documents: Iterable<CountedDocument>): TokenCount {
  return addCounts([NO_TOKENS, ...[...documents].map(({ count }) => count)]);
}
