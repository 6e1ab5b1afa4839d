/**
 * Splits text into chunks whose token counts add up to the count of the whole. The o200k pattern never joins a letter
 * or digit with what follows unless that is a letter, digit, mark, or apostrophe; only there may a text be cut.
 * (Cutting at line ends is off by 1.6%.)
 */

/** Token count of a text. */
export interface TokenCount {
  readonly tokens: number;
  /** Part of it was estimated: an unbroken run too long to count as one piece. */
  readonly isApproximate: boolean;
}

/** Counts the tokens of a single text. */
export type CountText = (text: string) => TokenCount;

export const NO_TOKENS: TokenCount = { tokens: 0, isApproximate: false };

/** Length in UTF-16 units from which a chunk ends at the next possible cut. */
export const CHUNK_LENGTH = 2048;

const CUT = /(?<=[\p{L}\p{N}])(?=[^\p{L}\p{N}\p{M}'])/gu;
const ENDS_OPEN = /[\p{L}\p{N}]$/u;
const BEGINS_CLOSED = /^[^\p{L}\p{N}\p{M}']/u;

/** Tests whether the counts of two texts add up to the count of both joined. */
export function canCutBetween(before: string, after: string): boolean {
  // Enough for one code point on each side.
  return ENDS_OPEN.test(before.slice(-2)) && BEGINS_CLOSED.test(after.slice(0, 2));
}

/**
 * Cuts a text into chunks of about {@link CHUNK_LENGTH}; without a possible cut, it stays whole. A chunk may grow to
 * twice that length first, so that typing at its end doesn't make tiny chunks.
 */
export function cutIntoChunks(text: string): readonly string[] {
  const chunks: string[] = [];
  let start = 0;
  while (text.length - start > 2 * CHUNK_LENGTH) {
    CUT.lastIndex = start + CHUNK_LENGTH;
    const cut = CUT.exec(text)?.index;
    if (cut === undefined) break;
    chunks.push(text.slice(start, cut));
    start = cut;
  }
  if (start < text.length) chunks.push(text.slice(start));
  return chunks;
}

/** Adds the counts of texts that were cut apart. */
export function addCounts(counts: Iterable<TokenCount>): TokenCount {
  let tokens = 0;
  let isApproximate = false;
  for (const count of counts) {
    tokens += count.tokens;
    isApproximate ||= count.isApproximate;
  }
  return { tokens, isApproximate };
}
