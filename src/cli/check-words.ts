/** The words of `ninefold check`: everything after its own options is another program's command line. */

/** Options of the program that take a value. */
const WITH_VALUE: ReadonlySet<string> = new Set(['--cwd', '--state-dir']);
const STEP = /^\d+[a-z]?$/i;

export interface CheckWords {
  /** The words for commander: up to `check`, and the options after it. */
  readonly own: readonly string[];
  /** The named step; null for the current one. */
  readonly step: string | null;
  /** Program and arguments as given; empty if there are none. */
  readonly command: readonly string[];
}

/**
 * Splits a command line at its command.
 *
 * @example checkWords(['check', '5b', '--', 'npm', 'test', '--', '-x']) // step '5b', command ['npm', 'test', '--', '-x']
 * @returns undefined if it calls another command than `check`
 */
export function checkWords(argv: readonly string[]): CheckWords | undefined {
  const name = firstWord(argv, 0);
  if (argv[name] !== 'check') return undefined;
  const from = firstWord(argv, name + 1);
  const [own, rest] = [argv.slice(0, from), argv.slice(from)];
  const [first = '', second, ...others] = rest;
  if (first === '--') return { own, step: null, command: rest.slice(1) };
  if (second === '--' && STEP.test(first)) return { own, step: first, command: others };
  return { own, step: null, command: rest };
}

/** Tests whether a word reads like a step, such as `5b`. */
export function isStepWord(word: string): boolean {
  return STEP.test(word);
}

/** Returns the name of the called command, known or not; undefined without one. */
export function commandName(argv: readonly string[]): string | undefined {
  return argv[firstWord(argv, 0)];
}

/** Returns the index of the first word that isn't an option; `--` counts as a word. */
function firstWord(argv: readonly string[], from: number): number {
  let at = from;
  while (at < argv.length) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-') || word === '--') return at;
    at += WITH_VALUE.has(word) ? 2 : 1;
  }
  return at;
}
