/** The programs in `~/.ninefold/bin`, written with the first connection and taken away with the last. */

import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import {
  BRIDGE_SCRIPT,
  launcherCommandFile,
  launcherScript,
  type LauncherTarget,
} from '../../core/connect/scripts.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { readText } from '../files/safe-read.ts';
import { ifExists, entryNames } from '../files/optional-file.ts';
import { userFolder } from '../state/user-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A session that goes on after that tells its status line anew. */
const KEPT_DAYS = 30;

interface Machine {
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** Writes the programs, those that are as they should be left out. @throws NinefoldError file-unwritable */
export async function installLauncher({ home, platform }: Machine, target: LauncherTarget): Promise<void> {
  const folder = join(userFolder(home), 'bin');
  const sessions = join(userFolder(home), 'sessions');
  try {
    // What agents tell of their sessions is nobody else's.
    await mkdir(sessions, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unwritable(sessions, error);
  }
  const programs: Record<string, string> =
    platform === 'win32'
      ? { 'ninefold.cmd': launcherCommandFile(target), ninefold: launcherScript(target) }
      : { ninefold: launcherScript(target), statusline: BRIDGE_SCRIPT };
  for (const [name, text] of Object.entries(programs)) {
    const path = join(folder, name);
    if ((await readText({ path, kind: 'fields', follows: true })) !== text)
      await replaceFile(path, text, undefined, 0o755);
  }
}

/**
 * Lets the programs find this version of the extension, where they are installed, and forgets what sessions told a month ago.
 *
 * @param now milliseconds since the epoch
 */
export async function refreshLauncher(machine: Machine, target: LauncherTarget, now: number): Promise<void> {
  const path = join(userFolder(machine.home), 'bin', 'ninefold');
  const launcher = await readText({ path, kind: 'fields', follows: true });
  if (launcher === undefined) return;
  await installLauncher(machine, target);
  await forgetSessions(join(userFolder(machine.home), 'sessions'), now - KEPT_DAYS * DAY_MS);
}

/** Status lines that nothing was told of since. */
async function forgetSessions(folder: string, since: number): Promise<void> {
  const told = (await entryNames(folder)).filter((name) => name.endsWith('.json'));
  for (const path of told.map((name) => join(folder, name))) {
    const found = await ifExists(stat(path));
    if (found?.isFile() === true && found.mtimeMs < since) await rm(path, { force: true });
  }
}

/** Takes away all that Ninefold keeps in the user's folder, the folder itself left aside. */
export async function removeLauncher(home: string): Promise<void> {
  for (const name of ['bin', 'sessions', 'connections.json']) {
    await rm(join(userFolder(home), name), { recursive: true, force: true });
  }
}
