/**
 * Every file of ours, and every file that a repository may hold, is opened here to be read. A plain file and
 * nothing else, of at most so many bytes, through no link inside the state root, and no longer than somebody wants it.
 * ESLint refuses every other way to open one.
 */

import type { FileHandle } from 'node:fs/promises';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isAtOrBelow, wayTo } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import { isLink } from './optional-file.ts';
import { openFollowed, openToRead } from './own-file.ts';
import { errorCode, isAbsence, reasonOf } from './system-error.ts';
import { MAX_BYTES, sizeWords } from './file-kinds.ts';
import type { FileKind } from './file-kinds.ts';
import { LinkError, NotPlainError } from './not-plain.ts';

/** Between two pieces the reading can be called off. */
const PIECE = 4 * 1024 * 1024;

/** Files that are no state: one that can't be read leaves the state as readable as it was. */
const NOT_STATE: ReadonlySet<FileKind> = new Set([
  'document',
  'exclude',
  'settings',
  'manifest',
  'gitPointer',
  'fields',
  'chat',
]);

export interface FileRequest {
  readonly path: string;
  readonly kind: FileKind;
  /**
   * A folder from which on no part of the path may be a link. A link that the path itself ends in is refused with or
   * without it.
   */
  readonly below?: string;
  /** Follows links, for a file of a person's own or of another program: what they lead to is opened only if it is plain. */
  readonly follows?: boolean;
  /** A folder that links may lead about in and not out of, for a file that a repository holds; `follows` isn't needed then. */
  readonly inside?: string;
  /** Calls the reading off. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file; undefined where there is none.
 *
 * @throws NinefoldError file-not-plain, file-too-large, file-unreadable (path-unreadable of what is no state); the signal's
 * reason
 */
export async function readBytes(request: FileRequest): Promise<Buffer | undefined> {
  const { path, kind, signal } = request;
  let handle: FileHandle | undefined;
  try {
    signal?.throwIfAborted();
    handle = await openAsked(request);
    const most = MAX_BYTES[kind];
    const bytes = await readUpTo(handle, most, signal);
    if (bytes === null) throw new NinefoldError('file-too-large', { path, most: sizeWords(most) });
    return bytes;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw signal?.aborted === true
      ? error
      : asRefusal(path, error, NOT_STATE.has(kind) ? 'path-unreadable' : undefined);
  } finally {
    await handle?.close();
  }
}

/** The text of a file, as {@link readBytes}. */
export async function readText(request: FileRequest): Promise<string | undefined> {
  return (await readBytes(request))?.toString('utf8');
}

/** The text of a file; undefined where there is none, and where it is refused: for those to whom that is one. */
export async function tryReadText(request: FileRequest): Promise<string | undefined> {
  try {
    return await readText(request);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/**
 * The text of a file of another program, wherever links lead; null where it isn't there or can't be had: it is that
 * program's to complain of.
 */
export async function tryReadForeignText(path: string, kind: FileKind): Promise<string | null> {
  return (await tryReadText({ path, kind, follows: true })) ?? null;
}

/** Whether a file was refused, or couldn't be opened. */
export function isRefusal(error: unknown): error is NinefoldError {
  return (
    NinefoldError.is(error, 'file-not-plain') ||
    NinefoldError.is(error, 'file-too-large') ||
    NinefoldError.is(error, 'file-unreadable') ||
    NinefoldError.is(error, 'path-unreadable')
  );
}

/** Why a file couldn't be opened, as one of ours that names it. */
export function asRefusal(
  path: string,
  error: unknown,
  unreadable: 'file-unreadable' | 'path-unreadable' = 'file-unreadable',
): NinefoldError {
  if (NinefoldError.is(error)) return error;
  if (error instanceof NotPlainError) {
    return new NinefoldError('file-not-plain', { path, reason: error.message }, { cause: error });
  }
  if (errorCode(error) === 'ELOOP') {
    const reason = 'it is a link that leads back to itself';
    return new NinefoldError('file-not-plain', { path, reason }, { cause: error });
  }
  return new NinefoldError(unreadable, { path, reason: reasonOf(error) }, { cause: error });
}

/**
 * Asks that no folder between two is a link.
 *
 * @param root itself may be one
 * @throws NinefoldError file-not-plain, with the folder
 */
export async function requireNoLinkBelow(root: string, folder: string): Promise<void> {
  const parts = wayTo(folder, root, process.platform)?.split('/');
  const folders = parts?.map((_, at) => join(root, ...parts.slice(0, at + 1))) ?? [folder];
  await Promise.all(
    folders.map(async (path) => {
      if (path !== root && (await isLink(path))) throw asRefusal(path, new LinkError());
    }),
  );
}

/**
 * Reads an opened file up to a bound, however it grows meanwhile.
 *
 * @returns null where it is larger than `most` bytes
 * @throws the signal's reason; the system's error
 */
export async function readUpTo(
  handle: FileHandle,
  most: number,
  signal?: AbortSignal,
): Promise<Buffer | null> {
  const { size } = await handle.stat();
  if (size > most) return null;
  const pieces: Buffer[] = [];
  for (let length = 0; ;) {
    signal?.throwIfAborted();
    // One more than it says: what is larger by now, or never said its size, is noticed.
    const wanted = Math.min(PIECE, Math.max(size, length) + 1 - length, most + 1 - length);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, length);
    if (bytesRead === 0)
      return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    pieces.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
    if (length > most) return null;
  }
}

async function openAsked({ path, below, inside, follows = false }: FileRequest): Promise<FileHandle> {
  if (below !== undefined) await requireNoLinkBelow(below, dirname(path));
  if (inside === undefined) return follows ? openFollowed(path) : openToRead(path);
  const target = await realpath(path);
  if (!(await leadsInto(inside, target))) throw new LinkError();
  return openToRead(target);
}

/** Whether a path without links lies in a folder, wherever that is reached by links. */
export async function leadsInto(folder: string, target: string): Promise<boolean> {
  return isAtOrBelow(target, await realpath(folder), process.platform);
}
