/** Files of ours, opened as such: never through a link that somebody else put there, never a device. */

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

import { NinefoldError } from '../core/errors.ts';
import { isLink } from './if-there.ts';
import { errorCode, isAbsence, reasonOf } from './system-error.ts';

/** Windows has neither. */
const IS_WINDOWS = process.platform === 'win32';
const NO_FOLLOW = IS_WINDOWS ? 0 : constants.O_NOFOLLOW;
const NON_BLOCKING = IS_WINDOWS ? 0 : constants.O_NONBLOCK;
/** What systems say of a link that isn't followed. */
const LINK_CODES: ReadonlySet<string | undefined> = new Set(['ELOOP', 'EMLINK']);

export const LINK_REASON = 'it is a link';

/** What stands there isn't what Ninefold puts there; the message says what it is. */
export class NotPlainError extends Error {}

class LinkError extends NotPlainError {
  constructor(options?: ErrorOptions) {
    super(LINK_REASON, options);
  }
}

/**
 * The text of a file of ours; undefined where there is none, as behind a link, which isn't ours.
 *
 * @throws NinefoldError file-unreadable
 */
export async function readOwnText(path: string): Promise<string | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await openToRead(path);
    return await handle.readFile('utf8');
  } catch (error) {
    if (isAbsence(error) || error instanceof LinkError) return undefined;
    throw new NinefoldError('file-unreadable', { path, reason: reasonOf(error) }, { cause: error });
  } finally {
    await handle?.close();
  }
}

/** Opens a plain file to read it. @throws where it is none; the system's error */
export function openToRead(path: string): Promise<FileHandle> {
  return openPlain(path, constants.O_RDONLY);
}

/**
 * Opens a plain file of which there is no second name, as what is written into it would change that as well.
 *
 * @throws where it is none; the system's error
 */
export function openToWrite(path: string, flags: number, mode = 0o644): Promise<FileHandle> {
  return openPlain(path, flags, mode);
}

async function openPlain(path: string, flags: number, mode?: number): Promise<FileHandle> {
  if (IS_WINDOWS && (await isLink(path))) throw new LinkError();
  const handle = await openItself(path, flags | NO_FOLLOW | NON_BLOCKING, mode);
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new NotPlainError('it is no plain file');
    if (mode !== undefined && status.nlink > 1) throw new NotPlainError('it has a second name');
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openItself(path: string, flags: number, mode?: number): Promise<FileHandle> {
  try {
    return await open(path, flags, mode);
  } catch (error) {
    if (LINK_CODES.has(errorCode(error))) throw new LinkError({ cause: error });
    throw error;
  }
}
