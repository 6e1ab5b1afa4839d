/** Bounds how deeply JSON is nested: parsing millions of levels takes seconds, and what walks the result has no stack for it. */

/** Agents' transcripts and our own documents have a few dozen levels. */
const MOST_LEVELS = 500;
/** What a shorter text can nest harms nothing, and most lines of a transcript are shorter. */
const HARMLESS_LENGTH = 4096;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Tests whether a text, if it is JSON, is nested too deeply to be real data. Doesn't check that it is JSON. */
export function isNestedTooDeeply(text: string): boolean {
  return text.length > HARMLESS_LENGTH && hasMoreLevels(text, MOST_LEVELS);
}

/** Tests whether JSON has more levels than `most`, by its brackets outside of strings. */
export function hasMoreLevels(text: string, most: number): boolean {
  let levels = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at + 1);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++levels > most) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        levels--;
    }
  }
  return false;
}

/** Returns the position of the quote that ends a string, or the end of the text. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (before > from && text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((at - before) % 2 === 0) return at;
  }
  return text.length;
}
