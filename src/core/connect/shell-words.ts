/** Words of command lines that agents hand to a shell. */

const PLAIN = /^[\w./:=@%+,-]+$/;

/** A word as a POSIX shell reads it back unchanged. @example shellWord("it's") // `'it'\''s'` */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The words of a command line that was made of {@link shellWord}s.
 *
 * @returns null for a command line with anything else in it
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
