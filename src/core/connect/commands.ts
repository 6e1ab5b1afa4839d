/** The command lines that Ninefold adds to an agent's settings, and how it recognizes them. */

import { shellWord, shellWords } from './shell-words.ts';

/** Location of the programs of `scripts.ts`. */
export interface Programs {
  /** Absolute, with `/` between folders. */
  readonly folder: string;
  readonly isWindows: boolean;
  /** Which shell the agent runs commands with on Windows; absent for one that takes a program in double quotes. */
  readonly windowsShell?: 'bash' | 'powershell';
}

/** The line that a bridge continues with. */
export interface ChainedLine {
  /** Its origin: the same file, or another one that the file's line would hide. */
  readonly whose: 'own' | 'inherited';
  readonly command: string;
}

/** The launcher in anyone's home folder, for a POSIX shell. */
export const SHARED_LAUNCHER = '"$HOME/.ninefold/bin/ninefold"';

/** A path that bash and PowerShell both run as it is. */
const BARE = /^[A-Za-z]:[\w./-]+$/;

const OURS = /[\\/]\.ninefold[\\/]bin[\\/](?:ninefold|statusline)\b/;

/** Tests whether a command line is Ninefold's, in anyone's home folder. */
export function isOurs(command: unknown): boolean {
  return typeof command === 'string' && OURS.test(command);
}

/** Returns the launcher's path, for settings with separate program and arguments. */
export function launcherPath({ folder, isWindows }: Programs): string {
  return isWindows ? `${folder}/ninefold.cmd` : `${folder}/ninefold`;
}

/** Tests whether the commands can only run in PowerShell. */
export function needsPowerShell(programs: Programs): boolean {
  const { isWindows, windowsShell } = programs;
  return isWindows && windowsShell === 'powershell' && !BARE.test(launcherPath(programs));
}

export function hookCommand(programs: Programs, event: string): string {
  return `${program(launcherPath(programs), programs)} hook ${event}`;
}

/** Makes a hook's command for a file that others may have too, in any home folder: without Ninefold, it does nothing. */
export function sharedHookCommand(programs: Programs, event: string): string {
  if (programs.isWindows) return hookCommand(programs, event);
  return `[ ! -x ${SHARED_LAUNCHER} ] || ${SHARED_LAUNCHER} hook ${event}`;
}

/**
 * Makes the status line command.
 *
 * @param line what it continues with; null if there was none and Ninefold's own is wanted
 */
export function statusLineCommand(programs: Programs, line: ChainedLine | null): string {
  const { folder, isWindows } = programs;
  if (!isWindows) {
    const rest = line === null ? [] : [line.whose, shellWord(line.command)];
    return [program(`${folder}/statusline`, programs), ...rest].join(' ');
  }
  // No quoting works in every shell there, so the line is passed as base64.
  const rest = line === null ? [] : [line.whose, toBase64(line.command)];
  return [program(launcherPath(programs), programs), 'statusline', ...rest].join(' ');
}

/** Returns what Ninefold's status line continues with; null if nothing, undefined if the line isn't Ninefold's. */
export function chainedLine(command: unknown): ChainedLine | null | undefined {
  if (typeof command !== 'string' || !isOurs(command)) return undefined;
  const windows = /ninefold\.cmd["']? statusline(?: (own|inherited) (\S+))?$/.exec(command);
  if (windows !== null) return chained(windows[1], windows[2] === undefined ? '' : fromBase64(windows[2]));
  const [, whose, line = ''] = shellWords(command) ?? [];
  return chained(whose, line);
}

function chained(whose: string | undefined, command: string): ChainedLine | null {
  return whose === 'own' || whose === 'inherited' ? { whose, command } : null;
}

function program(path: string, { isWindows, windowsShell }: Programs): string {
  if (!isWindows) return shellWord(path);
  if (windowsShell === undefined) return `"${path}"`;
  if (BARE.test(path)) return path;
  return windowsShell === 'powershell' ? `& '${path.replaceAll("'", "''")}'` : shellWord(path);
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/**
 * Decodes a text.
 *
 * @returns empty if it isn't base64
 */
export function fromBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return '';
  return new TextDecoder().decode(Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0)));
}
