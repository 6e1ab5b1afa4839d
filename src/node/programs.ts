/** Whether a program or a folder of somebody else is there, told by looking at files: nothing is run for it. */

import { access, constants, stat } from 'node:fs/promises';
import { join, posix, win32 } from 'node:path';

import { ifReadable } from './if-there.ts';

/** What Windows runs when a command is named without its ending; `PATHEXT` may say more. */
const WINDOWS_ENDINGS = '.COM;.EXE;.BAT;.CMD;.PS1';

export interface ProgramEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Whether the `PATH` leads to a program of that name. */
export async function isProgramThere(name: string, environment: ProgramEnvironment): Promise<boolean> {
  const files = programFiles(name, environment);
  const found = await Promise.all(files.map((file) => isRunnable(file, environment.platform)));
  return found.includes(true);
}

/** Whether a folder of that name is in the home folder. */
export async function isFolderThere(home: string, name: string): Promise<boolean> {
  return (await ifReadable(stat(join(home, name))))?.isDirectory() === true;
}

function programFiles(name: string, { env, platform }: ProgramEnvironment): readonly string[] {
  const isWindows = platform === 'win32';
  const path = isWindows ? win32 : posix;
  const variable = isWindows ? (env.Path ?? env.PATH) : env.PATH;
  const folders = (variable ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const endings = isWindows ? (env.PATHEXT ?? WINDOWS_ENDINGS).split(';') : [''];
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
}

async function isRunnable(file: string, platform: NodeJS.Platform): Promise<boolean> {
  if ((await ifReadable(stat(file)))?.isFile() !== true) return false;
  if (platform === 'win32') return true;
  // `access` gives nothing: that it was given is the answer.
  return (await ifReadable(access(file, constants.X_OK).then(() => true))) === true;
}
