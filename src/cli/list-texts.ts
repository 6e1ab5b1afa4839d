/** Texts that begin like a list item, which commander would take for options. */

/** A dash and a space: no option is written like that. */
const ITEM = /^-\s/;

/**
 * Moves such a text, and the arguments that follow it, behind the options and a `--`.
 *
 * @example behindOptions(['next', 'add', '- [ ] x', '--status', 'open']) // ['next', 'add', '--status', 'open', '--', '- [ ] x']
 */
export function behindOptions(argv: readonly string[]): readonly string[] {
  const from = argv.findIndex((word) => ITEM.test(word));
  if (from < 1 || isOptionWithValue(argv[from - 1] ?? '') || argv.slice(0, from).includes('--')) return argv;
  const length = argv.slice(from).findIndex((word) => word.startsWith('-') && !ITEM.test(word));
  const to = length < 0 ? argv.length : from + length;
  return [...argv.slice(0, from), ...argv.slice(to), '--', ...argv.slice(from, to)];
}

/** An option before it may want it as its value, which commander accepts. */
function isOptionWithValue(word: string): boolean {
  return word.startsWith('--') && word !== '--json';
}
