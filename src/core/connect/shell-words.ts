/** Words of command lines that agents pass to a shell. */

const PLAIN = /^[\w./:=@%+,-]+$/;

/**
 * Quotes a word for a POSIX shell.
 *
 * @example shellWord("it's") // `'it'\''s'`
 */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Splits a command line that was made of {@link shellWord}s.
 *
 * @returns null if it has anything else
 */
export function shellWords(line: string): readonly string[] | null {
  const words: string[] = [];
  const word = /(?:'[^']*'|\\'|[\w./:=@%+,-])+(?: |$)/y;
  while (word.lastIndex < line.length) {
    const [found] = word.exec(line) ?? [];
    if (found === undefined) return null;
    words.push(unquoted(found));
  }
  return words;
}

function unquoted(word: string): string {
  return word
    .replace(/ $/, '')
    .replaceAll(/'([^']*)'|\\'/g, (part, quoted?: string) =>
      part === String.raw`\'` ? "'" : (quoted ?? ''),
    );
}
