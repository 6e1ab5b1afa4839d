/** Asking the file system of a path where nothing may be: that nothing is there is an answer, not a failure. */

import { lstat, readdir, stat } from 'node:fs/promises';

import { NOT_PLAIN, errorCode, isAbsence } from './system-error.ts';

/** Waits for a file operation; undefined where nothing is there. Every other failure is thrown. */
export async function ifExists<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** What a folder holds; nothing where it isn't there. */
export async function entryNames(folder: string): Promise<readonly string[]> {
  return (await ifExists(readdir(folder))) ?? [];
}

export async function pathExists(path: string): Promise<boolean> {
  return (await ifExists(stat(path))) !== undefined;
}

export async function isFile(path: string): Promise<boolean> {
  return (await ifExists(stat(path)))?.isFile() === true;
}

/** Whether the path itself is a link, wherever that leads. */
export async function isLink(path: string): Promise<boolean> {
  return (await ifExists(lstat(path)))?.isSymbolicLink() === true;
}

const UNREADABLE: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  // Something else stands there: a folder, a socket.
  'EISDIR',
  'ENXIO',
  NOT_PLAIN,
  // No file can have that name: it is too long, or has a NUL in it.
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
]);

/** Whether a file operation failed because the file or folder isn't there, isn't ours to read, or is no plain file. */
export function isUnreadable(error: unknown): boolean {
  return UNREADABLE.has(errorCode(error));
}

/**
 * Waits for a file operation; null when the file or folder isn't there or isn't ours to read. Every other failure is
 * thrown.
 */
export async function ifReadable<T>(operation: Promise<T>): Promise<T | null> {
  try {
    return await operation;
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}
