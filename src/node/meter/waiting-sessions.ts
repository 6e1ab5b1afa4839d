/**
 * Sessions that wait for a person, as their agents' hooks report them: an empty file for each in the user's Ninefold
 * folder, as old as the question. It is there only while a session waits; without a connected agent, there's none.
 */

import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { entryNames, ifExists, ifReadable } from '../files/optional-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { errorCode } from '../files/system-error.ts';
import { userFolder } from '../state/user-folder.ts';

/** An agent may write a last line right after it asked. */
const AFTERWARDS_MS = 3000;
/** What a killed agent left is removed after this. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Returns the folder of those files; it may not exist. */
export function waitingFolder(home: string): string {
  return join(userFolder(home), 'sessions', 'waiting');
}

/**
 * Notes that a session waits from now on.
 *
 * @param session an id that can be a file name
 */
export async function noteWaiting(home: string, session: string): Promise<void> {
  const folder = waitingFolder(home);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Without a connection, nobody hears of it.
    if (errorCode(error) === 'ENOENT') return;
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  await sweep(folder);
  await forgetWaiting(home, session);
  await writeFile(join(folder, session), '', { flag: 'wx', mode: 0o600 });
}

/** Notes that a session goes on, or ended. */
export async function forgetWaiting(home: string, session: string): Promise<void> {
  await removeFile(join(waitingFolder(home), session));
}

/** Reads which sessions wait, with the time of their question in milliseconds since the epoch. */
export async function waitingSessions(home: string): Promise<ReadonlyMap<string, number>> {
  const folder = waitingFolder(home);
  const times = (await ifReadable(entryNames(folder))) ?? [];
  const found = await Promise.all(
    times.map(async (name) => [name, (await ifReadable(stat(join(folder, name))))?.mtimeMs ?? 0] as const),
  );
  return new Map(found);
}

/** Tests whether a session that asked still waits: one that goes on writes a line, whatever the answer was. */
export function isStillWaiting(askedAt: number | undefined, activityAt: number): boolean {
  return askedAt !== undefined && activityAt < askedAt + AFTERWARDS_MS;
}

async function sweep(folder: string): Promise<void> {
  for (const path of (await entryNames(folder)).map((name) => join(folder, name))) {
    const found = await ifExists(stat(path));
    if (found !== undefined && Date.now() - found.mtimeMs > KEPT_MS) await removeFile(path);
  }
}
