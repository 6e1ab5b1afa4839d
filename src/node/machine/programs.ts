/**
 * Finds programs by reading folders, without running anything. Only absolute `PATH` entries outside closed folders
 * count: Windows would search the current folder first, and any system a relative entry.
 */

import { access, constants, realpath, stat } from 'node:fs/promises';
import { dirname, posix, win32 } from 'node:path';

import { isAtOrBelow } from '../../core/paths/paths.ts';
import { ifReadable } from '../files/optional-file.ts';
import { realPathOf } from '../files/real-path.ts';

/** Extensions that Windows tries for a command; `PATHEXT` may add others. */
const WINDOWS_ENDINGS = '.COM;.EXE;.BAT;.CMD;.PS1';
/** Extensions that Windows starts without a shell. */
const STARTED_ENDINGS = ['.COM', '.EXE'];
/** Extensions that it starts with one. */
const SHELL_ENDINGS = [...STARTED_ENDINGS, '.BAT', '.CMD'];
/** `C:\…` and `\\server\…`; `\…` and `C:…` depend on the current folder. */
const WHOLE_WINDOWS_PATH = /^(?:[a-z]:[\\/]|[\\/]{2})/i;

export interface ProgramEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * Tests whether the `PATH` has a program of that name.
 *
 * @param closed folders in which none is searched for
 */
export async function programExists(
  name: string,
  environment: ProgramEnvironment,
  closed: readonly string[] = [],
): Promise<boolean> {
  const files = programFiles(name, environment, closed);
  const found = await Promise.all(files.map((file) => isRunnable(file, environment.platform)));
  return found.includes(true);
}

/**
 * Finds the program of that name on the `PATH`, as an absolute path that can be started without a shell.
 *
 * @param closed folders in which none is searched for, however the `PATH` leads there
 */
export async function findProgram(
  name: string,
  environment: ProgramEnvironment,
  closed: readonly string[],
): Promise<string | undefined> {
  const really = await Promise.all(closed.map(realPathOf));
  for (const file of programFiles(name, environment, closed, STARTED_ENDINGS)) {
    if (!(await isRunnable(file, environment.platform))) continue;
    const folder = await ifReadable(realpath(dirname(file)));
    if (folder !== null && !isWithin(folder, really, environment.platform)) return file;
  }
  return undefined;
}

/** The first match on the `PATH`, in a closed folder or not. */
export interface LocatedProgram {
  readonly file: string;
  readonly isClosed: boolean;
}

/**
 * Finds the file that a shell would start for that name, including batch files.
 *
 * @param closed folders in which a match is only marked as such
 */
export async function locateProgram(
  name: string,
  environment: ProgramEnvironment,
  closed: readonly string[],
): Promise<LocatedProgram | undefined> {
  const really = await Promise.all(closed.map(realPathOf));
  for (const file of programFiles(name, environment, [], SHELL_ENDINGS)) {
    if (!(await isRunnable(file, environment.platform))) continue;
    const folder = (await ifReadable(realpath(dirname(file)))) ?? dirname(file);
    return { file, isClosed: isWithin(folder, really, environment.platform) };
  }
  return undefined;
}

/**
 * Returns the folders that are closed to programs; one that contains the home folder is the person's own and stays
 * open.
 */
export function closedFolders(folders: readonly string[], home: string): readonly string[] {
  return folders.filter((folder) => !isWithin(home, [folder], process.platform));
}

/** Returns the absolute `PATH` folders that aren't closed, in order. */
export function pathFolders(
  { env, platform }: ProgramEnvironment,
  closed: readonly string[],
): readonly string[] {
  const isWindows = platform === 'win32';
  const folders = (variable(env, 'PATH', isWindows) ?? '').split(isWindows ? ';' : ':');
  return folders
    .map((folder) => (isWindows ? folder.replaceAll('"', '') : folder))
    .filter((folder) => (isWindows ? WHOLE_WINDOWS_PATH.test(folder) : posix.isAbsolute(folder)))
    .filter((folder) => !isWithin(folder, closed, platform));
}

/** Returns the possible file names of a program, in search order. */
export function programFiles(
  name: string,
  environment: ProgramEnvironment,
  closed: readonly string[] = [],
  endings = endingsOf(environment),
): readonly string[] {
  const isWindows = environment.platform === 'win32';
  const path = isWindows ? win32 : posix;
  const isWhole = endings.some((ending) => name.toUpperCase().endsWith(ending.toUpperCase()));
  const names = !isWindows || isWhole ? [name] : endings.map((ending) => name + ending);
  return pathFolders(environment, closed).flatMap((folder) => names.map((one) => path.join(folder, one)));
}

function endingsOf({ env, platform }: ProgramEnvironment): readonly string[] {
  const isWindows = platform === 'win32';
  const endings = (variable(env, 'PATHEXT', isWindows) ?? '').split(';').filter((ending) => ending !== '');
  return endings.length > 0 ? endings : WINDOWS_ENDINGS.split(';');
}

/** On Windows, `Path` equals `PATH`. */
function variable(env: ProgramEnvironment['env'], name: string, isWindows: boolean): string | undefined {
  if (!isWindows || env[name] !== undefined) return env[name];
  const spelt = Object.keys(env).find((one) => one.toUpperCase() === name);
  return spelt === undefined ? undefined : env[spelt];
}

function isWithin(folder: string, closed: readonly string[], platform: NodeJS.Platform): boolean {
  return closed.some((one) => isAtOrBelow(folder, one, platform));
}

async function isRunnable(file: string, platform: NodeJS.Platform): Promise<boolean> {
  if ((await ifReadable(stat(file)))?.isFile() !== true) return false;
  if (platform === 'win32') return true;
  // `access` returns nothing: its success is the answer.
  return (await ifReadable(access(file, constants.X_OK).then(() => true))) === true;
}
