/**
 * Upper bound of a text's tokens (o200k) without the vocabulary, whose 200,000 entries take longer to load than most
 * checks to run. Never too low for any text; for plain English and paths, rarely more than a third too high.
 *
 * The encoding cuts a text into pieces and joins pairs of neighbors in each. A pair of letters is a token unless it
 * is in {@link UNPAIRED}; so no two single letters stay adjacent, and of n letters at most two thirds of n tokens
 * remain.
 */

import { PATTERNS } from '../tokens/encodings.ts';
import { KNOWN_WORDS, UNPAIRED } from './known-words.ts';

const PIECE = new RegExp(PATTERNS.o200k, 'gu');
const WORD = /^([^A-Za-z]?)([A-Za-z]+)$/;
const DIGITS = /^[0-9]+$/;
const ELLIPSIS = '…';
/** Anything else costs at most one token per byte. */
const BYTES = new TextEncoder();
/** Each word with the characters that join it. */
const WORDS: ReadonlyMap<string, string> = new Map(
  KNOWN_WORDS.map((entry) => {
    const word = entry.replace(/[^a-z]+$/, '');
    return [word, entry.slice(word.length)];
  }),
);
const PAIRS: ReadonlySet<string> = new Set(UNPAIRED);

/** Returns a number of tokens that the text doesn't exceed. Pure, linear. */
export function tokenBound(text: string): number {
  return text.match(PIECE)?.reduce((sum, piece) => sum + pieceBound(piece), 0) ?? 0;
}

/**
 * Clips a text to a maximum of tokens, including the ellipsis.
 *
 * @returns the unchanged text if it is within the limit
 */
export function clipTokens(text: string, most: number): string {
  if (tokenBound(text) <= most) return text;
  let [kept, sum] = ['', BYTES.encode(ELLIPSIS).length];
  for (const piece of text.match(PIECE) ?? []) {
    const room = most - sum;
    sum += pieceBound(piece);
    if (sum <= most) kept += piece;
    else return (kept === '' ? beginningOf(piece, room) : kept.trimEnd()) + ELLIPSIS;
  }
  return kept.trimEnd() + ELLIPSIS;
}

/** A single word that is too long: as much of it as surely fits. */
function beginningOf(piece: string, room: number): string {
  let beginning = piece;
  while (beginning !== '' && pieceBound(beginning) > room) {
    beginning = beginning.slice(0, Math.floor(beginning.length / 2)).replace(/[\ud800-\udbff]$/, '');
  }
  return beginning;
}

function pieceBound(piece: string): number {
  if (DIGITS.test(piece)) return 1;
  const [, lead, letters] = WORD.exec(piece) ?? [];
  if (lead === undefined || letters === undefined) return BYTES.encode(piece).length;
  const isJoined = lead === '' || lead === ' ';
  const signs = signsOf(letters);
  if (signs !== undefined) return isJoined || signs.includes(lead) ? 1 : 2;
  const apart = isJoined ? 0 : BYTES.encode(lead).length;
  return apart + lettersBound(isJoined ? lead + letters : letters);
}

/** The characters that join a listed word; none join it before a capital. Undefined for other words. */
function signsOf(letters: string): string | undefined {
  const signs = WORDS.get(letters);
  if (signs !== undefined) return signs;
  return WORDS.has(letters.slice(0, 1).toLowerCase() + letters.slice(1)) ? '' : undefined;
}

/**
 * Maximum number of tokens of a run of letters, possibly with a leading space, once every possible pair is joined.
 */
function lettersBound(letters: string): number {
  let ended = { joined: -Infinity, alone: 1 };
  let before = 0;
  for (let at = 1; at < letters.length; at += 1) {
    const isApart = PAIRS.has(letters.slice(at - 1, at + 1));
    const alone = Math.max(ended.joined, isApart ? ended.alone : -Infinity) + 1;
    const joined = before + 1;
    before = Math.max(ended.joined, ended.alone);
    ended = { joined, alone };
  }
  return Math.max(ended.joined, ended.alone);
}
