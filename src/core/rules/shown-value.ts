/** Values of a file that somebody else wrote, shown as they are: whatever hides in them is written out. */

/** What has no ink of its own, or turns the direction of writing; a plain space apart. */
const UNSEEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** A value as JSON in one line, with nothing in it that can't be seen. */
export function shownValue(value: unknown): string {
  return visible(JSON.stringify(value));
}

/** A text with everything that can't be seen written out. @example visible('a\u001b') // 'a\\u001b' */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (sign) =>
    Array.from(
      { length: sign.length },
      (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
