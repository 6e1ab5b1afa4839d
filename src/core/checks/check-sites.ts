/** Finds the checks on a command line, and what its exit code and output can say about each. */

import { shellLine } from '../shell/shell-line.ts';
import type {
  CommandGroup,
  CommandList,
  Pipeline,
  ShellCommand,
  SimpleCommand,
} from '../shell/shell-line.ts';
import type { ProjectChecks } from './check-run.ts';
import { programName, withoutPrefixes } from './command-prefixes.ts';
import { namedCheck } from './named-check.ts';
import type { FoundCheck } from './named-check.ts';
import { outputVerdict } from './output-verdict.ts';
import { SHOWS, shownThrough, weaker } from './shown-output.ts';
import type { Shows } from './shown-output.ts';

/** A check in its place on a line. */
export interface CheckSite {
  readonly check: FoundCheck;
  /** The line's exit code 0 means that the check exited with 0. */
  readonly ownsSuccess: boolean;
  /** Another exit code of the line is the check's own. */
  readonly ownsFailure: boolean;
  /** How much of the check's output the line's output shows. */
  readonly shows: Shows;
}

export interface LineChecks {
  readonly sites: readonly CheckSite[];
  /** Other commands can print what looks like a summary. */
  readonly isForgeable: boolean;
}

/** What surrounds a command. */
interface Surroundings {
  readonly ownsSuccess: boolean;
  readonly ownsFailure: boolean;
  readonly shows: Shows;
  readonly depth: number;
}

const DEEPEST = 5;
const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash', 'fish']);
const POWERSHELLS = new Set(['powershell', 'pwsh']);
const FOLDER_COMMANDS = new Set(['cd', 'pushd', 'chdir', 'set-location']);
/** Commands before a check that don't fail on their own, as far as anyone would notice. */
const SETUP = new Set([
  'cd',
  'pushd',
  'export',
  'set',
  'source',
  '.',
  'true',
  ':',
  'echo',
  'printf',
  'clear',
  'unset',
  'umask',
]);
/** Commands after `&&` that hide nothing, but also have no other purpose than to end well. */
const TRIVIAL_END = new Set(['true', ':', 'exit']);
const PRINTERS = new Set(['echo', 'printf', 'write-output', 'write-host']);
/** Interpreters with the option for code on the command line. */
const INLINE_CODE = /^(?:node|python\d?|perl|ruby|php|deno|bun) -(?:e|c|p|r|-eval|-print)\b/;

/** Finds the checks of a line. Pure; never throws. */
export function checksInLine(line: string, project: ProjectChecks): LineChecks {
  const search = new Search(project);
  search.list(shellLine(line), { ownsSuccess: true, ownsFailure: true, shows: 'all', depth: 0 }, '');
  return { sites: search.sites, isForgeable: search.isForgeable };
}

/** Tests whether a list's exit code hides that one of its commands failed. */
export function hidesFailures({ pipelines, isCompound }: CommandList): boolean {
  return (
    isCompound ||
    pipelines.some(
      ({ after, commands, isNegated }) =>
        (after !== '&&' && after !== null) ||
        isNegated ||
        commands.length > 1 ||
        commands.some((command) => command.kind === 'group' && hidesFailures(command.list)),
    )
  );
}

class Search {
  readonly #project: ProjectChecks;
  readonly sites: CheckSite[] = [];
  readonly #printed: string[] = [];
  #mayForge = false;

  constructor(project: ProjectChecks) {
    this.#project = project;
  }

  get isForgeable(): boolean {
    return this.#mayForge || outputVerdict(this.#printed.join('\n')).tool !== null;
  }

  /** @returns the folder after the list; null if unknown */
  list(list: CommandList, around: Surroundings, from: string | null): string | null {
    let folder = from;
    const { pipelines } = list;
    const isChain = !hidesOutcome(list);
    this.#mayForge ||= list.hasFunction;
    for (const [at, pipeline] of pipelines.entries()) {
      const isLast = at === pipelines.length - 1;
      const isEndTrivial =
        !isLast && pipelines.slice(at + 1).some((next) => TRIVIAL_END.has(onlyProgram(next)));
      const isPrepared = pipelines.slice(0, at).every((before) => SETUP.has(onlyProgram(before)));
      folder = this.#pipeline(
        pipeline,
        {
          ...around,
          ownsSuccess: around.ownsSuccess && isChain && !isEndTrivial,
          ownsFailure: around.ownsFailure && isChain && isLast && isPrepared,
        },
        folder,
      );
    }
    return folder;
  }

  #pipeline({ commands, isNegated }: Pipeline, around: Surroundings, folder: string | null): string | null {
    const isSingle = commands.length === 1;
    const isOwn = isSingle && !isNegated;
    const shown = shownOf(commands, around.shows);
    let after = folder;
    for (const [at, command] of commands.entries()) {
      const inner = {
        ...around,
        shows: shown[at] ?? around.shows,
        ownsSuccess: around.ownsSuccess && isOwn,
        ownsFailure: around.ownsFailure && isOwn,
      };
      const left = this.#command(command, inner, { folder, isFilter: at > 0 });
      if (isSingle) after = left;
    }
    return after;
  }

  #command(
    command: ShellCommand,
    around: Surroundings,
    { folder, isFilter }: { readonly folder: string | null; readonly isFilter: boolean },
  ): string | null {
    const shows = isRedirected(command) ? SHOWS.nothing : around.shows;
    if (command.kind === 'simple') return this.#simple(command, { ...around, shows }, folder, isFilter);
    this.list(command.list, { ...around, shows }, folder);
    return folder;
  }

  #simple(
    command: SimpleCommand,
    around: Surroundings,
    folder: string | null,
    isFilter: boolean,
  ): string | null {
    this.#substitutions(command, around, folder);
    const texts = command.words.map(({ text }) => text);
    const words = withoutPrefixes(texts);
    const program = programName(words[0] ?? '');
    if (FOLDER_COMMANDS.has(program)) return folderAfter(folder, command);
    const isFed = command.redirects.some(({ text }) => text.startsWith('<<'));
    const own = isFed ? { ...around, ownsSuccess: false, ownsFailure: false } : around;
    const script = scriptOf(program, words, command);
    if (script !== null) {
      if (around.depth < DEEPEST) this.list(shellLine(script), { ...own, depth: around.depth + 1 }, folder);
      return folder;
    }
    const isKnown = command.words.some(({ text, isDynamic }) => text === words[0] && !isDynamic);
    const check = isKnown ? namedCheck(texts, this.#project) : null;
    if (check === null) this.#notePrinted(program, command, isFilter);
    else this.#add(check, own, folder);
    return folder;
  }

  #add(check: FoundCheck, { ownsSuccess, ownsFailure, shows }: Surroundings, folder: string | null): void {
    const inside = check.folder === null ? null : joined(folder, check.folder);
    this.sites.push({ check: { ...check, folder: inside }, ownsSuccess, ownsFailure, shows });
  }

  #substitutions({ words }: SimpleCommand, around: Surroundings, folder: string | null): void {
    if (around.depth >= DEEPEST) return;
    const inner = { ownsSuccess: false, ownsFailure: false, shows: SHOWS.nothing, depth: around.depth + 1 };
    for (const script of words.flatMap(({ substitutions }) => substitutions)) {
      this.list(shellLine(script), inner, folder);
    }
  }

  #notePrinted(program: string, { words, redirects }: SimpleCommand, isFilter: boolean): void {
    const [, ...args] = words;
    if (PRINTERS.has(program)) {
      this.#printed.push(args.map(({ text }) => text.replaceAll(String.raw`\n`, '\n')).join(' '));
      this.#mayForge ||= args.some(({ text, isDynamic }) => isDynamic && !/^[^$`]*\$\?[^$`]*$/.test(text));
    } else if (program === 'cat' && !isFilter) {
      this.#mayForge = this.#mayForge || args.length > 0 || redirects.length > 0;
    } else if (INLINE_CODE.test([program, args[0]?.text ?? ''].join(' '))) this.#mayForge = true;
  }
}

/** Returns what is shown of each command of a pipe. */
function shownOf(commands: readonly ShellCommand[], whole: Shows): readonly Shows[] {
  const shown: Shows[] = [];
  let level = whole;
  for (const command of commands.toReversed()) {
    shown.push(level);
    level = weaker(level, shownThrough(command));
  }
  return shown.toReversed();
}

/** Not only commands joined by `&&`, or the shell was told to go on after failures. */
function hidesOutcome(list: CommandList): boolean {
  return (
    list.isCompound ||
    list.pipelines.some(({ after }) => after !== '&&' && after !== null) ||
    list.pipelines.some(({ commands }) => commands.some(goesOnAfterFailures))
  );
}

function goesOnAfterFailures(command: ShellCommand): boolean {
  if (command.kind === 'group') return false;
  const [program, ...args] = command.words.map(({ text }) => text);
  return (
    program === 'trap' ||
    program === 'alias' ||
    (program === 'set' && args.some((arg) => /^\+\w*e/.test(arg)))
  );
}

/** The program of a pipeline with a single command; empty otherwise. */
function onlyProgram({ commands }: Pipeline): string {
  const [command] = commands;
  if (commands.length !== 1 || command?.kind !== 'simple') return '';
  const words = command.words.map(({ text }) => text);
  // Only assignments.
  return programName(withoutPrefixes(words)[0] ?? (words.length > 0 ? ':' : ''));
}

/** Where standard output goes to a file. */
function isRedirected(command: SimpleCommand | CommandGroup): boolean {
  return command.redirects.some(
    ({ text, stream }) => /^(?:&>>?|>>|>\||>)$/.test(text) && (stream === null || stream === 1),
  );
}

function folderAfter(folder: string | null, { words }: SimpleCommand): string | null {
  const [, target] = words.filter(({ text }) => !/^-[LPe]$/.test(text));
  if (target === undefined || target.isDynamic || target.text === '-' || target.text.startsWith('~'))
    return null;
  return joined(folder, target.text);
}

function joined(folder: string | null, path: string): string | null {
  const to = path.replaceAll('\\', '/');
  if (to.startsWith('/') || /^[A-Za-z]:/.test(to)) return to;
  if (folder === null) return null;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of to.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The command line that a shell is given; null if the program is no shell, or gets none. */
function scriptOf(program: string, words: readonly string[], command: SimpleCommand): string | null {
  if (program === 'eval') return words.slice(1).join(' ');
  if (program === 'cmd') return /^\/[ck]$/i.test(words[1] ?? '') ? words.slice(2).join(' ') : null;
  if (POWERSHELLS.has(program)) {
    const at = words.findIndex((word) => /^-c(?:ommand)?$/i.test(word));
    return at < 0 ? null : words.slice(at + 1).join(' ');
  }
  if (!SHELLS.has(program)) return null;
  const at = words.findIndex((word) => /^-\w*c$/.test(word));
  if (at >= 0) return words[at + 1] ?? '';
  const body = command.redirects.find((redirect) => redirect.body !== null)?.body ?? null;
  return words.length === 1 ? body : null;
}
