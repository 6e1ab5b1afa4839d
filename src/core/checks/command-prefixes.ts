/** Removes programs that only start another one: `timeout 60`, `env CI=1`, `npx`. */

/** How many words of a prefix come before the command that it starts. */
interface Prefix {
  /** Options that take the next word as their value. */
  readonly valued?: readonly string[];
  /** Number of words after the options. */
  readonly operands?: number;
  /** Words such as `A=b` may follow. */
  readonly assigns?: boolean;
  /** A word that must come next: `run` of `uv run`. */
  readonly verb?: readonly string[];
}

const START: Prefix = {};

/** Programs that run the command after them, with its exit code. */
const PREFIXES: ReadonlyMap<string, Prefix> = new Map<string, Prefix>([
  ['env', { valued: ['-u', '--unset', '-C', '--chdir', '-S'], assigns: true }],
  ['cross-env', { assigns: true }],
  ['dotenv', { valued: ['-e', '-f', '-v'] }],
  ['sudo', { valued: ['-u', '-g', '-h', '-C'], assigns: true }],
  ['doas', { valued: ['-u'] }],
  ['time', { valued: ['-f', '-o'] }],
  ['timeout', { valued: ['-k', '-s', '--kill-after', '--signal'], operands: 1 }],
  ['gtimeout', { valued: ['-k', '-s', '--kill-after', '--signal'], operands: 1 }],
  ['nice', { valued: ['-n', '--adjustment'] }],
  ['ionice', { valued: ['-c', '-n', '-p'] }],
  ['taskset', { valued: ['-c'], operands: 1 }],
  ['stdbuf', { valued: ['-i', '-o', '-e'] }],
  ['xvfb-run', { valued: ['-n', '-s', '--server-args'] }],
  ['nohup', START],
  ['setsid', START],
  ['command', START],
  ['exec', START],
  ['builtin', START],
  ['unbuffer', START],
  ['caffeinate', START],
  ['winpty', START],
  ['corepack', START],
  ['npx', { valued: ['-p', '--package'] }],
  ['bunx', START],
  ['pnpx', START],
  [
    'uv',
    { verb: ['run'], valued: ['--with', '--extra', '--group', '-p', '--python', '--project', '--directory'] },
  ],
  ['poetry', { verb: ['run'] }],
  ['pdm', { verb: ['run'] }],
  ['pipenv', { verb: ['run'] }],
  ['rye', { verb: ['run'] }],
  ['hatch', { verb: ['run'] }],
  ['pixi', { verb: ['run'] }],
  ['conda', { verb: ['run'], valued: ['-n', '--name', '-p', '--prefix'] }],
  ['bundle', { verb: ['exec'] }],
]);

/** Package managers whose `exec` and `dlx` run a program. */
const EXECUTE: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['exec', 'dlx'],
  yarn: ['exec', 'dlx'],
  bun: ['x'],
};

const ASSIGNMENT = /^[A-Za-z_]\w*=/;
const MOST_PREFIXES = 10;

/** Returns a program's name: without folders, the endings of Windows, and a version such as `@latest`. */
export function programName(word: string): string {
  const name = word.slice(word.lastIndexOf('/') + 1);
  return name.replace(/\.(?:exe|cmd|bat|ps1)$|(?<=.)@[\w.^~-]+$/i, '').toLowerCase();
}

/** Removes assignments and prefixes from the start of a command. */
export function withoutPrefixes(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let count = 0; count < MOST_PREFIXES; count += 1) {
    const shorter = afterPrefix(afterAssignments(rest));
    if (shorter === null) break;
    rest = shorter;
  }
  return afterAssignments(rest);
}

function afterAssignments(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !ASSIGNMENT.test(word));
  return at < 0 ? [] : words.slice(at);
}

/** @returns null if the command begins with no prefix */
function afterPrefix(words: readonly string[]): readonly string[] | null {
  const [program = '', second = ''] = words;
  const name = programName(program);
  if (EXECUTE[name]?.includes(second) === true)
    return afterOptions(words.slice(2), { valued: ['-p', '--package'] });
  const prefix = PREFIXES.get(name);
  if (prefix === undefined) return null;
  if (prefix.verb === undefined) return afterOptions(words.slice(1), prefix);
  return prefix.verb.includes(second) ? afterOptions(words.slice(2), prefix) : null;
}

function afterOptions(
  words: readonly string[],
  { valued = [], operands = 0, assigns = false }: Prefix,
): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith('-') === true && words[at] !== '-') {
    const option = words[at] ?? '';
    at += valued.includes(option) ? 2 : 1;
    if (option === '--') break;
  }
  if (assigns) while (ASSIGNMENT.test(words[at] ?? '')) at += 1;
  return words.slice(at + operands);
}
