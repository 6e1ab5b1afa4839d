/** The programs in `~/.ninefold/bin`, written with the first connection and removed with the last. */

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { BRIDGE_SCRIPT } from '../../core/connect/bridge-script.ts';
import {
  LAUNCHER_MARK,
  launcherCommandFile,
  launcherScript,
  type LauncherTarget,
} from '../../core/connect/scripts.ts';
import { NinefoldError } from '../../core/errors.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { removeFile, removeTree } from '../files/patient-files.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { readText, tryReadText } from '../files/safe-read.ts';
import { ifExists, entryNames } from '../files/optional-file.ts';
import { userFolder } from '../state/user-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A session that is still running will report its status line again. */
const KEPT_DAYS = 30;

interface Machine {
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Writes the programs that differ.
 *
 * @throws NinefoldError file-unwritable; settings-foreign if a program of the same name isn't ours
 */
export async function installLauncher({ home, platform }: Machine, target: LauncherTarget): Promise<void> {
  const folder = join(userFolder(home), 'bin');
  const sessions = join(userFolder(home), 'sessions');
  try {
    // Private, because agents report about their sessions there.
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
    const before = await readText({ path, kind: 'fields', follows: true });
    if (before === text) continue;
    if (before !== undefined && !before.includes(LAUNCHER_MARK))
      throw new NinefoldError('settings-foreign', { path });
    await replaceFile(path, text, undefined, 0o755);
  }
}

/**
 * Points installed programs to this version of the extension, and deletes session reports older than a month.
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

/** Status lines without a report since then. */
async function forgetSessions(folder: string, since: number): Promise<void> {
  const told = (await entryNames(folder)).filter((name) => name.endsWith('.json'));
  for (const path of told.map((name) => join(folder, name))) {
    const found = await ifExists(stat(path));
    if (found?.isFile() === true && found.mtimeMs < since) await removeFile(path);
  }
}

/** Removes everything that Ninefold stores in the user's folder, but not the folder itself. */
export async function removeLauncher(home: string): Promise<void> {
  const programs = join(userFolder(home), 'bin');
  for (const path of (await entryNames(programs)).map((name) => join(programs, name))) {
    const text = await tryReadText({ path, kind: 'fields', follows: true });
    if (text?.includes(LAUNCHER_MARK) === true) await removeFile(path);
  }
  await removeIfEmpty(programs);
  for (const name of ['sessions', 'connections.json']) {
    await removeTree(join(userFolder(home), name));
  }
}
