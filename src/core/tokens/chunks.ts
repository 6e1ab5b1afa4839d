/**
 * Text in chunks whose token counts add up to the count of the whole. The o200k pattern never joins a letter or
 * digit with what follows it unless that is a letter, a digit, a mark or an apostrophe; between such two, and only
 * there, a text may be cut. (Cutting at line ends is off by 1.6 %.)
 */

/** Tokens of a text. */
export interface TokenCount {
  readonly tokens: number;
  /** Something in it was estimated: a run without a break that is too long to be counted as one piece. */
  readonly isApproximate: boolean;
}

/** Counts the tokens of a text on its own. */
export type CountText = (text: string) => TokenCount;

export const NO_TOKENS: TokenCount = { tokens: 0, isApproximate: false };

/** Length in UTF-16 units at which a chunk ends at the next place to cut. */
export const CHUNK_LENGTH = 2048;

const CUT = /(?<=[\p{L}\p{N}])(?=[^\p{L}\p{N}\p{M}'])/gu;
const ENDS_OPEN = /[\p{L}\p{N}]$/u;
const BEGINS_CLOSED = /^[^\p{L}\p{N}\p{M}']/u;

/** Whether the counts of two texts add up to the count of both in a row. */
export function canCutBetween(before: string, after: string): boolean {
  // Enough for the one code point on each side.
  return ENDS_OPEN.test(before.slice(-2)) && BEGINS_CLOSED.test(after.slice(0, 2));
}

/**
 * Cuts a text into chunks of about {@link CHUNK_LENGTH}; one without a place to cut stays whole. A chunk may grow to
 * twice that before it is cut, so that typing at its end doesn't leave a crumb with every key.
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

/** The count of texts whose counts add up. */
export function addCounts(counts: Iterable<TokenCount>): TokenCount {
  let tokens = 0;
  let isApproximate = false;
  for (const count of counts) {
    tokens += count.tokens;
    isApproximate ||= count.isApproximate;
  }
  return { tokens, isApproximate };
}
