/**
 * Finds the ends of pieces in ASCII text without a regular expression, which is several times faster and covers most
 * text. If another character could matter, the encoding's pattern decides.
 */

import type { Encoding } from './encodings.ts';

/** A non-ASCII character may belong to the piece: use the pattern. */
export const ASK_PATTERN = -1;

const [OTHER, SPACE, BREAK, DIGIT, UPPER, LOWER, MARK] = [0, 1, 2, 3, 4, 5, 6] as const;

/** Class of each ASCII character; everything above is `OTHER`. */
const CLASSES = new Uint8Array(128).map((_, code) => {
  const character = String.fromCharCode(code);
  if (/[\r\n]/.test(character)) return BREAK;
  if (/[\t\v\f ]/.test(character)) return SPACE;
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[A-Z]/.test(character)) return UPPER;
  return /[a-z]/.test(character) ? LOWER : MARK;
});

const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const BLANK = 0x20;

/** End of the text: like a character that nothing continues with. */
const END = 7;

function classAt(text: string, index: number): number {
  if (index >= text.length) return END;
  const code = text.charCodeAt(index);
  return code < 128 ? (CLASSES[code] ?? OTHER) : OTHER;
}

function isLetter(kind: number): boolean {
  return kind === UPPER || kind === LOWER;
}

/** Returns where the piece beginning at `start` ends; {@link ASK_PATTERN} if it, or what follows, isn't all ASCII. */
export function asciiPieceEnd(text: string, start: number, encoding: Encoding): number {
  const kind = classAt(text, start);
  if (kind === OTHER) return ASK_PATTERN;
  if (isLetter(kind)) return wordEnd(text, start, encoding);
  if (encoding === 'cl100k' && text.charCodeAt(start) === APOSTROPHE) {
    const end = contractionEnd(text, start);
    if (end !== start) return end;
  }
  if (kind === DIGIT) return numberEnd(text, start);
  if (kind === BREAK) return spaceEnd(text, start);
  const next = classAt(text, start + 1);
  if (next === OTHER) return ASK_PATTERN;
  if (isLetter(next)) return wordEnd(text, start + 1, encoding);
  if (kind === MARK) return marksEnd(text, start, encoding);
  if (text.charCodeAt(start) === BLANK && next === MARK) return marksEnd(text, start + 1, encoding);
  return spaceEnd(text, start);
}

/** From a word's first letter. */
function wordEnd(text: string, start: number, encoding: Encoding): number {
  let at = start;
  if (encoding === 'cl100k') {
    while (isLetter(classAt(text, at))) at += 1;
    return classAt(text, at) === OTHER ? ASK_PATTERN : at;
  }
  while (classAt(text, at) === UPPER) at += 1;
  while (classAt(text, at) === LOWER) at += 1;
  if (classAt(text, at) === OTHER) return ASK_PATTERN;
  return text.charCodeAt(at) === APOSTROPHE ? contractionEnd(text, at) : at;
}

/** Returns the end of `'s`, `'re`, and the like; `at` itself if there is none. */
function contractionEnd(text: string, at: number): number {
  const first = classAt(text, at + 1);
  // U+017F (long s) counts as an s here.
  if (first === OTHER) return ASK_PATTERN;
  if (!isLetter(first)) return at;
  const letter = text.charCodeAt(at + 1) | 0x20;
  if (letter === 0x73 || letter === 0x74 || letter === 0x6d || letter === 0x64) return at + 2;
  const second = isLetter(classAt(text, at + 2)) ? text.charCodeAt(at + 2) | 0x20 : 0;
  const isWhole =
    ((letter === 0x72 || letter === 0x76) && second === 0x65) || (letter === 0x6c && second === 0x6c);
  return isWhole ? at + 3 : at;
}

function numberEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < start + 3) {
    const kind = classAt(text, at);
    if (kind === OTHER) return ASK_PATTERN;
    if (kind !== DIGIT) return at;
    at += 1;
  }
  return at;
}

/** From the first mark: marks, then line breaks (and slashes among them, in o200k). */
function marksEnd(text: string, start: number, encoding: Encoding): number {
  let at = start;
  while (classAt(text, at) === MARK) at += 1;
  if (classAt(text, at) === OTHER) return ASK_PATTERN;
  const takesSlash = encoding === 'o200k';
  while (classAt(text, at) === BREAK || (takesSlash && text.charCodeAt(at) === SLASH)) at += 1;
  return at;
}

/** White space: up to its last line break; without one, all except the last character, which leads what follows. */
function spaceEnd(text: string, start: number): number {
  let at = start;
  let afterBreak = -1;
  for (let kind = classAt(text, at); kind === SPACE || kind === BREAK; kind = classAt(text, at)) {
    at += 1;
    if (kind === BREAK) afterBreak = at;
  }
  const following = classAt(text, at);
  if (following === OTHER) return ASK_PATTERN;
  if (afterBreak >= 0) return afterBreak;
  return following === END || at - start === 1 ? at : at - 1;
}
