/** Reads a file that may be malicious: never through a link, never a device, never a huge one. */

import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isReservedName, isSamePath } from '../../core/paths/paths.ts';
import type { PlainFile } from '../../core/service/task-ports.ts';
import { LARGEST_FILE, pathRefusal } from '../../core/tasks/task-paths.ts';
import type { RefusalReason } from '../../core/tasks/task-paths.ts';
import { readUpTo } from './safe-read.ts';
import { LinkError, NotPlainError } from './not-plain.ts';
import { ifExists, isLink } from './optional-file.ts';
import { openToRead } from './own-file.ts';
import { isAbsence } from './system-error.ts';

const ABSENT: PlainFile = { bytes: null, isExecutable: false, refusal: null };
const EXECUTABLE = 0o111;

/** Returns why the path isn't a plain, readable file below `root`; null if it is, or doesn't exist. */
export async function refusalOf(root: string, path: string): Promise<RefusalReason | null> {
  // Don't even check what points outside, whoever names it, such as a record from a repository.
  const refusal = pathRefusal(path, root, null);
  if (refusal !== null) return refusal;
  // Before it is opened, because Windows opens a device by that name in every folder.
  if (process.platform === 'win32' && path.split('/').some(isReservedName)) return 'path';
  try {
    const absolute = join(root, path);
    const status = await lstat(absolute);
    if (await isBehindLink(root, path)) return 'link';
    if (status.isSymbolicLink()) return 'link';
    if (status.isDirectory()) return 'folder';
    if (!status.isFile()) return 'special';
    return status.size > LARGEST_FILE ? 'too-large' : null;
  } catch (error) {
    if (!isAbsence(error)) return 'unreadable';
    return (await isBehindLink(root, path)) ? 'link' : null;
  }
}

/** Reads a file below `root`. */
export async function readPlain(root: string, path: string): Promise<PlainFile> {
  const refusal = await refusalOf(root, path);
  if (refusal !== null) return { ...ABSENT, refusal };
  try {
    return await readOpened(join(root, path));
  } catch (error) {
    if (isAbsence(error)) return ABSENT;
    if (error instanceof LinkError) return { ...ABSENT, refusal: 'link' };
    return { ...ABSENT, refusal: error instanceof NotPlainError ? 'special' : 'unreadable' };
  }
}

/** The file may be exchanged after the check, so the opened file is checked again; opening never blocks. */
async function readOpened(absolute: string): Promise<PlainFile> {
  const handle = await openToRead(absolute);
  try {
    const { mode } = await handle.stat();
    const bytes = await readUpTo(handle, LARGEST_FILE);
    if (bytes === null) return { ...ABSENT, refusal: 'too-large' };
    return { bytes: new Uint8Array(bytes), isExecutable: (mode & EXECUTABLE) !== 0, refusal: null };
  } finally {
    await handle.close();
  }
}

/** Tests whether a folder on the path is a link; missing folders aren't. */
async function isBehindLink(root: string, path: string): Promise<boolean> {
  const base = await realOrNull(root);
  if (base === null) return false;
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      const real = await realpath(join(root, folder));
      return !isSamePath(real, join(base, folder), process.platform);
    } catch (error) {
      if (!isAbsence(error)) return true;
      if (await isLink(join(root, folder))) return true;
    }
  }
  return false;
}

async function realOrNull(path: string): Promise<string | null> {
  return (await ifExists(realpath(path))) ?? null;
}
