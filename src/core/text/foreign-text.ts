/**
 * Makes text from others safe to show: nothing in it ends a line, controls a terminal, changes the direction of
 * writing, or tells a model something that a person doesn't see.
 *
 * - A control character becomes U+FFFD, so that what follows an ESC stays visible as text; a break becomes a space.
 * - Invisible characters are removed: zero-width characters, fillers, tag characters, runs of variation selectors.
 *   Kept are those that scripts and emoji need: a joiner after a letter of a joining script or between emoji, a
 *   meaningful variation selector, the tags of a regional flag, and the two direction marks that override nothing
 *   (U+200E, U+200F).
 */

import { wellFormed } from './well-formed.ts';

/** Anything that may need replacing; U+DB40 to U+DB43 begin the tags and the variation selectors of ideographs. */
const SUSPECT =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class -- searches for control and combining characters
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028-\u202e\u2060-\u206f\u3164\udb40-\udb43\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]/;

/** Line breaks and tabs, which separate words. */
const BREAK = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g;
const BREAK_OF_BLOCK = /\r(?!\n)|[\v\f\u0085\u2028\u2029]/g;

/** C0 (except breaks), DEL, C1, direction overrides, annotations, and noncharacters. */
const CONTROL =
  // eslint-disable-next-line no-control-regex -- matches control characters
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufffe\uffff]/g;

/** Scripts whose letters never join, and marks that aren't letters: after them, a joiner only hides. */
const UNJOINED =
  '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Variation_Selector}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0';

/** Invisible characters that are needed in their place. */
const NEEDED = [
  // England, Scotland, Wales and the like: a black flag, region tags, the closing tag.
  '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{2,6}\\u{e007f}',
  // Selects the form of a character: text or emoji, a variant of an ideograph or of a mathematical symbol.
  '(?<=[\\p{Emoji}\\p{S}\\p{P}])[\\ufe0e\\ufe0f]',
  '(?<=[\\p{Ideographic}\\p{Sm}])[\\ufe00-\\ufe0d\\u{e0100}-\\u{e01ef}]',
  '(?<=(?![\\u180b-\\u180f])\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
  // Between two emoji, and after a letter of a joining script.
  '(?<=[\\p{Emoji}\\p{S}\\p{P}]\\ufe0f|\\p{Extended_Pictographic}|\\p{Emoji_Modifier})\\u200d(?=\\p{Extended_Pictographic})',
  `(?<=(?![${UNJOINED}])[\\p{L}\\p{M}])[\\u200c\\u200d]`,
].join('|');

const HIDDEN =
  '[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200d\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\u{e0000}-\\u{e0fff}]';

let unseen: RegExp | undefined;

/** Makes the pattern of invisible characters once it's needed: the classes of Unicode take a millisecond to look up. */
function unseenPattern(): RegExp {
  // eslint-disable-next-line no-misleading-character-class -- each of these is searched for separately
  unseen ??= new RegExp(`(?<needed>${NEEDED})|${HIDDEN}`, 'gu');
  return unseen;
}

/** Returns the text as one line, untrimmed. A harmless text is returned unchanged. */
export function oneLine(text: string): string {
  return isSuspect(text) ? seen(text.replaceAll(BREAK, ' ')) : text;
}

/** Keeps the text's lines (ending with `\n` or `\r\n`) and tabs; every other break becomes `\n`. */
export function block(text: string): string {
  return isSuspect(text) ? seen(text.replaceAll(BREAK_OF_BLOCK, '\n')) : text;
}

/** Tests whether a text breaks a line, controls a terminal, or changes the direction of writing. */
export function hasControl(text: string): boolean {
  return text.search(BREAK) >= 0 || text.search(CONTROL) >= 0;
}

/**
 * Clips a text to `most` UTF-16 units including the ellipsis, never within a character.
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
    .replaceAll(unseenPattern(), (_, needed: string | undefined) => needed ?? '')
    .replaceAll(CONTROL, '\ufffd');
}
