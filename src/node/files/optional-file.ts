/** File operations on paths that may not exist: absence is an answer, not a failure. */

import { lstat, readdir, stat } from 'node:fs/promises';

import { NOT_PLAIN, errorCode, isAbsence } from './system-error.ts';

/** Awaits a file operation; undefined if the file doesn't exist. Rethrows every other failure. */
export async function ifExists<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** Lists the entries of a folder; none if it doesn't exist. */
export async function entryNames(folder: string): Promise<readonly string[]> {
  return (await ifExists(readdir(folder))) ?? [];
}

export async function pathExists(path: string): Promise<boolean> {
  return (await ifExists(stat(path))) !== undefined;
}

export async function isFile(path: string): Promise<boolean> {
  return (await ifExists(stat(path)))?.isFile() === true;
}

/** Tests whether the path itself is a link, wherever it points. */
export async function isLink(path: string): Promise<boolean> {
  return (await ifExists(lstat(path)))?.isSymbolicLink() === true;
}

const UNREADABLE: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  // Something else is there: a folder, a socket.
  'EISDIR',
  'ENXIO',
  NOT_PLAIN,
  // No file can have that name: it is too long, or contains NUL.
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
]);

/**
 * Tests whether a file operation failed because the file or folder doesn't exist, can't be accessed, or isn't a plain
 * file.
 */
export function isUnreadable(error: unknown): boolean {
  return UNREADABLE.has(errorCode(error));
}

/**
 * Awaits a file operation; null if the file or folder doesn't exist or can't be accessed. Rethrows every other
 * failure.
 */
export async function ifReadable<T>(operation: Promise<T>): Promise<T | null> {
  try {
    return await operation;
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}
