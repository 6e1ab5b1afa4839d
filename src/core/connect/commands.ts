/** The command lines that Ninefold puts into an agent's settings, and how they are known again. */

import { shellWord, shellWords } from './shell-words.ts';

/** Where the programs of `scripts.ts` are. */
export interface Programs {
  /** Absolute, with `/` between folders. */
  readonly folder: string;
  readonly isWindows: boolean;
}

/** The line that a bridge goes on with. */
export interface ChainedLine {
  /** Whose it was: that of the same file, or of another one that the file's would hide. */
  readonly whose: 'own' | 'inherited';
  readonly command: string;
}

const OURS = /[\\/]\.ninefold[\\/]bin[\\/](?:ninefold|statusline)\b/;

/** Whether a command line is one of Ninefold's, whoever's home folder it names. */
export function isOurs(command: unknown): boolean {
  return typeof command === 'string' && OURS.test(command);
}

/** The launcher as a path, for settings that name a program and its arguments apart. */
export function launcherPath({ folder, isWindows }: Programs): string {
  return isWindows ? `${folder}/ninefold.cmd` : `${folder}/ninefold`;
}

export function hookCommand(programs: Programs, event: string): string {
  return `${program(launcherPath(programs), programs)} hook ${event}`;
}

/** @param line what is gone on with; null where there was none and Ninefold's own is wanted */
export function statusLineCommand(programs: Programs, line: ChainedLine | null): string {
  const { folder, isWindows } = programs;
  if (!isWindows) {
    const rest = line === null ? [] : [line.whose, shellWord(line.command)];
    return [program(`${folder}/statusline`, programs), ...rest].join(' ');
  }
  // No quoting survives every shell there: the line goes as base64.
  const rest = line === null ? [] : [line.whose, toBase64(line.command)];
  return [program(launcherPath(programs), programs), 'statusline', ...rest].join(' ');
}

/** What a status line of Ninefold's goes on with; null where it has none, undefined for a line of somebody else. */
export function chainedLine(command: unknown): ChainedLine | null | undefined {
  if (typeof command !== 'string' || !isOurs(command)) return undefined;
  const windows = /ninefold\.cmd"? statusline(?: (own|inherited) (\S+))?$/.exec(command);
  if (windows !== null) return chained(windows[1], windows[2] === undefined ? '' : fromBase64(windows[2]));
  const [, whose, line = ''] = shellWords(command) ?? [];
  return chained(whose, line);
}

function chained(whose: string | undefined, command: string): ChainedLine | null {
  return whose === 'own' || whose === 'inherited' ? { whose, command } : null;
}

function program(path: string, { isWindows }: Programs): string {
  return isWindows ? `"${path}"` : shellWord(path);
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** @returns the text; empty where it is no base64 */
export function fromBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return '';
  return new TextDecoder().decode(Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0)));
}
