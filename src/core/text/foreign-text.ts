/**
 * Text that somebody else wrote, made safe to show: nothing in it ends a line, steers a terminal, turns the direction of
 * writing, or says something to a model that a person doesn't see.
 *
 * - A control character becomes U+FFFD, so that what follows an ESC stays visible as the text it is; a break becomes a space.
 * - What draws nothing is taken out: zero-width characters, fillers, tag characters, runs of variation selectors. Kept are
 *   those that scripts and emoji need: a joiner behind a letter of a script that joins or between emoji, a variation selector
 *   where one has a meaning, the tags of a regional flag, and the two marks of direction that turn nothing (U+200E, U+200F).
 */

import { wellFormed } from './well-formed.ts';

/** Anything that may have to be replaced; U+DB40 to U+DB43 begin the tags and the variation selectors of ideographs. */
const SUSPECT =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- control and combining characters are looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028-\u202e\u2060-\u206f\u3164\udb40-\udb43\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]/;

/** Line breaks and tabs: what parts words. */
const BREAK = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g;
const BREAK_OF_BLOCK = /\r(?!\n)|[\v\f\u0085\u2028\u2029]/g;

/** C0 (but for the breaks), DEL, C1, what turns the direction of writing, annotations, and what is no character. */
const CONTROL =
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]/g;

/** Scripts whose letters never join, and marks that aren't letters: behind them a joiner only hides. */
const UNJOINED =
  '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Variation_Selector}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0';

/** What draws nothing by itself and is needed where it stands. */
const NEEDED = [
  // England, Scotland, Wales and the like: a black flag, the tags of a region, the closing tag.
  '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{2,6}\\u{e007f}',
  // How a sign is drawn: as text or emoji, as a variant of an ideograph or of a sign of mathematics.
  '(?<=[\\p{Emoji}\\p{S}\\p{P}])[\\ufe0e\\ufe0f]',
  '(?<=[\\p{Ideographic}\\p{Sm}])[\\ufe00-\\ufe0d\\u{e0100}-\\u{e01ef}]',
  '(?<=(?![\\u180b-\\u180f])\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
  // Between two emoji, and behind a letter of a script that joins.
  '(?<=[\\p{Emoji}\\p{S}\\p{P}]\\ufe0f|\\p{Extended_Pictographic}|\\p{Emoji_Modifier})\\u200d(?=\\p{Extended_Pictographic})',
  `(?<=(?![${UNJOINED}])[\\p{L}\\p{M}])[\\u200c\\u200d]`,
].join('|');

const HIDDEN =
  '[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{e0000}-\\u{e0fff}]';

// eslint-disable-next-line no-misleading-character-class -- each of these is looked for by itself
const UNSEEN = new RegExp(`(?<needed>${NEEDED})|${HIDDEN}`, 'gu');

/** Returns the text as one line, trimmed at neither end. What is in order comes back as it is. */
export function oneLine(text: string): string {
  return isSuspect(text) ? seen(text.replaceAll(BREAK, ' ')) : text;
}

/** Returns the text with its lines (ended by `\n` or `\r\n`) and tabs kept; every other break becomes `\n`. */
export function block(text: string): string {
  return isSuspect(text) ? seen(text.replaceAll(BREAK_OF_BLOCK, '\n')) : text;
}

/** Whether a text breaks a line, steers a terminal or turns the direction of writing. */
export function hasControl(text: string): boolean {
  return text.search(BREAK) >= 0 || text.search(CONTROL) >= 0;
}

/**
 * Cuts a text at `most` UTF-16 units, the ellipsis among them; never half of a character.
 *
 * @example clip('abcdef', 4) // 'abc…'
 */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function isSuspect(text: string): boolean {
  return SUSPECT.test(text) || !text.isWellFormed();
}

function seen(text: string): string {
  return wellFormed(text)
    .replaceAll(UNSEEN, (_, needed: string | undefined) => needed ?? '')
    .replaceAll(CONTROL, '\ufffd');
}
