/**
 * The command line of a hook. Unknown options and surplus arguments are ignored. Read by hand, because every prompt waits
 * for it, and loading `parseArgs` alone takes a tenth of a process that does nothing.
 */

export interface HookArguments {
  /** The event as given; empty if it wasn't. */
  readonly event: string;
  readonly cwd: string | null;
  readonly stateDirectory: string | null;
}

/** Options with a value. */
const VALUED: ReadonlySet<string> = new Set(['--cwd', '--state-dir']);

/** Tests for a call of a hook; asking for its help isn't one. */
export function isHookCall(argv: readonly string[]): boolean {
  const { words, isHelp } = parsed(argv);
  return words[0] === 'hook' && !isHelp;
}

export function hookArguments(argv: readonly string[]): HookArguments {
  const { words, values } = parsed(argv);
  return {
    event: words[1] ?? '',
    cwd: values.get('--cwd') ?? null,
    stateDirectory: values.get('--state-dir') ?? null,
  };
}

interface Parsed {
  readonly words: readonly string[];
  /** By option; of several, the last one. Empty values count as none. */
  readonly values: ReadonlyMap<string, string>;
  readonly isHelp: boolean;
}

function parsed(argv: readonly string[]): Parsed {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const words: string[] = [];
  const values = new Map<string, string>();
  for (let at = 0; at < own.length; at++) {
    const word = own[at] ?? '';
    const [, name = word, joined] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    if (!word.startsWith('-')) words.push(word);
    else if (VALUED.has(name)) values.set(name, joined ?? own[++at] ?? '');
  }
  const given = [...values].filter(([, value]) => value !== '');
  const rest = end < 0 ? [] : argv.slice(end + 1);
  return {
    words: [...words, ...rest],
    values: new Map(given),
    isHelp: own.includes('--help') || own.includes('-h'),
  };
}
