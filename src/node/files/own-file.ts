/** Opens our own files: never through someone else's link, never a device. */

import { constants } from 'node:fs';
import type { BigIntStats, Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

import { isLink } from './optional-file.ts';
import { LinkError, NotPlainError, requirePlain } from './not-plain.ts';
import { errorCode } from './system-error.ts';

/** An open file: what Ninefold uses of Node's `FileHandle`. */
export interface OpenFile {
  readonly fd: number;
  stat(): Promise<Stats>;
  stat(options: { readonly bigint: true }): Promise<BigIntStats>;
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }>;
  write(
    bytes: Buffer,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesWritten: number }>;
  readFile(): Promise<Buffer>;
  writeFile(text: string | Uint8Array, encoding: 'utf8'): Promise<void>;
  truncate(length: number): Promise<void>;
  chmod(mode: number): Promise<void>;
  sync(): Promise<void>;
  /** A second call does nothing. */
  close(): Promise<void>;
}

/** Windows has neither. */
const IS_WINDOWS = process.platform === 'win32';
const NO_FOLLOW = IS_WINDOWS ? 0 : constants.O_NOFOLLOW;
const NON_BLOCKING = IS_WINDOWS ? 0 : constants.O_NONBLOCK;
/** Codes for a link that isn't followed. */
const LINK_CODES: ReadonlySet<string | undefined> = new Set(['ELOOP', 'EMLINK']);
/** Codes for a socket. */
const SOCKET_CODES: ReadonlySet<string | undefined> = new Set(['ENXIO', 'EOPNOTSUPP']);

/**
 * Opens a plain file for reading; doesn't follow links, and never waits for a pipe.
 *
 * @throws NotPlainError; the system's error
 */
export function openToRead(path: string): Promise<OpenFile> {
  return openPlain(path, constants.O_RDONLY);
}

/**
 * Opens a plain file for reading, following links: a person's own file, or another program's.
 *
 * @throws NotPlainError; the system's error
 */
export async function openFollowed(path: string): Promise<OpenFile> {
  // Before opening, because opening a device may have an effect.
  requirePlain(await stat(path));
  const handle = await open(path, constants.O_RDONLY | NON_BLOCKING);
  return checked(handle, requirePlain);
}

/**
 * Opens a plain file without a second name, which writing would change too.
 *
 * @throws NotPlainError; the system's error
 */
export function openToWrite(path: string, flags: number, mode = 0o644): Promise<OpenFile> {
  return openPlain(path, flags, mode);
}

async function openPlain(path: string, flags: number, mode?: number): Promise<OpenFile> {
  if (IS_WINDOWS && (await isLink(path))) throw new LinkError();
  const handle = await openItself(path, flags | NO_FOLLOW | NON_BLOCKING, mode);
  return checked(handle, (status) => {
    requirePlain(status);
    if (mode !== undefined && status.nlink > 1) throw new NotPlainError('it has another hard link');
  });
}

async function openItself(path: string, flags: number, mode?: number): Promise<OpenFile> {
  try {
    return await open(path, flags, mode);
  } catch (error) {
    const code = errorCode(error);
    if (LINK_CODES.has(code)) throw new LinkError({ cause: error });
    if (SOCKET_CODES.has(code))
      throw new NotPlainError('it is a pipe, a socket, or a device', { cause: error });
    throw error;
  }
}

/** The file may be exchanged between check and open, so the opened file is checked again. */
async function checked(handle: OpenFile, check: (status: Stats) => void): Promise<OpenFile> {
  try {
    check(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
