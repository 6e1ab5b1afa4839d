/**
 * Finds what to start for a command's words, with no shell between: a program by its full path, on Windows a batch file with
 * `cmd.exe`.
 */

import { extname, isAbsolute, resolve, win32 } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { batchCommandLine } from '../../core/checks/batch-command-line.ts';
import { closedFolders, locateProgram } from '../machine/programs.ts';

/** Arguments for `spawn`. */
export interface StartedProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** `args` is already quoted, for Windows. */
  readonly isVerbatim: boolean;
}

export interface CommandPlace {
  /** Absolute; base of relative paths in the command. */
  readonly cwd: string;
  /** The folder in which no program is searched for, unless its path is given. */
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
}

/**
 * Finds what to start.
 *
 * @throws NinefoldError check-program-missing; check-program-inside if the `PATH` leads into the workspace, where a
 *   repository could have put it; check-argument-invalid
 */
export async function programOf(words: readonly string[], place: CommandPlace): Promise<StartedProgram> {
  const [name = '', ...args] = words;
  const isPath = process.platform === 'win32' ? /[/\\]/.test(name) : name.includes('/');
  const file = isPath ? resolve(place.cwd, name) : await fileOnPath(name, place);
  if (process.platform !== 'win32' || !/^\.(?:cmd|bat)$/i.test(extname(file))) {
    return { file, args, isVerbatim: false };
  }
  const line = batchCommandLine(file, args);
  if (line === undefined) throw new NinefoldError('check-argument-invalid', { program: name });
  // With its full path, because a bare name would be searched for in the current folder first.
  const { SystemRoot = String.raw`C:\Windows` } = place.environment;
  const shell = win32.join(SystemRoot, 'System32', 'cmd.exe');
  return { file: shell, args: ['/e:ON', '/v:OFF', '/d', '/c', line], isVerbatim: true };
}

async function fileOnPath(
  name: string,
  { environment, workspace, cwd, home }: CommandPlace,
): Promise<string> {
  const closed = closedFolders([workspace, cwd], home);
  const found = await locateProgram(name, { env: environment, platform: process.platform }, closed);
  if (found === undefined || !isAbsolute(found.file)) {
    throw new NinefoldError('check-program-missing', { program: name });
  }
  if (found.isClosed) throw new NinefoldError('check-program-inside', { program: name, path: found.file });
  return found.file;
}
