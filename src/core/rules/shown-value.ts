/** Shows values from a file of unknown origin, with everything invisible escaped. */

/** Invisible characters, and those that change the direction of writing; excludes a plain space. */
const UNSEEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Formats a value as JSON in one line, without invisible characters. */
export function shownValue(value: unknown): string {
  return visible(JSON.stringify(value));
}

/**
 * Escapes every invisible character in a text.
 *
 * @example visible('a\u001b') // 'a\\u001b'
 */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (sign) =>
    Array.from(
      { length: sign.length },
      (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
