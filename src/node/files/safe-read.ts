/**
 * Reads every file of ours, and every file that a repository may contain: only plain files, up to a limit, without
 * links inside the state root, and cancellable. ESLint rejects every other way to open one.
 */

import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isAtOrBelow, wayTo } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import { isLink } from './optional-file.ts';
import { openFollowed, openToRead } from './own-file.ts';
import type { OpenFile } from './own-file.ts';
import { HELD_OPEN, withPatience } from './patient-files.ts';
import { errorCode, isAbsence, reasonOf } from './system-error.ts';
import { MAX_BYTES, sizeWords } from './file-kinds.ts';
import type { FileKind } from './file-kinds.ts';
import { LinkError, NotPlainError, requirePlain } from './not-plain.ts';

/** Reading can be cancelled between two chunks. */
const PIECE = 4 * 1024 * 1024;

/** Files outside the state: an unreadable one doesn't make the state unreadable. */
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
  /** A folder from which no part of the path may be a link. A link at the end of the path is always refused. */
  readonly below?: string;
  /** Follows links, for a person's own or another program's file: the target must be a plain file. */
  readonly follows?: boolean;
  /** Refuses a link's target by throwing. What is opened is the target that it was asked about, even if the link is exchanged. */
  readonly allows?: (target: string) => Promise<void>;
  /** A folder within which links may point, for a file in a repository; makes `follows` unnecessary. */
  readonly inside?: string;
  /** Cancels reading. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the bytes of a file; undefined if it doesn't exist.
 *
 * @throws NinefoldError file-not-plain, file-too-large, file-unreadable (path-unreadable outside the state); the
 *   signal's reason
 */
export async function readBytes(request: FileRequest): Promise<Buffer | undefined> {
  const { path, kind, signal } = request;
  let handle: OpenFile | undefined;
  try {
    signal?.throwIfAborted();
    handle = await withPatience(() => openAsked(request), HELD_OPEN);
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

/** Reads the text of a file, like {@link readBytes}. */
export async function readText(request: FileRequest): Promise<string | undefined> {
  return (await readBytes(request))?.toString('utf8');
}

/** Reads the text of a file; undefined if it doesn't exist or is refused, for callers that treat both alike. */
export async function tryReadText(request: FileRequest): Promise<string | undefined> {
  try {
    return await readText(request);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/**
 * Reads the text of another program's file, following links; null if it doesn't exist or is refused, which that
 * program must report.
 */
export async function tryReadForeignText(path: string, kind: FileKind): Promise<string | null> {
  return (await tryReadText({ path, kind, follows: true })) ?? null;
}

/**
 * Reads the text at both ends of a file that is too large to read in full; undefined if it doesn't exist.
 *
 * @param bytes of each end; a character may be cut off there
 * @throws as {@link readBytes}, whatever its size
 */
export async function readEnds(
  request: FileRequest,
  bytes: number,
): Promise<{ readonly head: string; readonly tail: string } | undefined> {
  let handle: OpenFile | undefined;
  try {
    handle = await openAsked(request);
    const { size } = await handle.stat();
    const [head, tail] = [
      await readPart(handle, 0, bytes),
      await readPart(handle, Math.max(0, size - bytes), bytes),
    ];
    return { head, tail };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw asRefusal(request.path, error, NOT_STATE.has(request.kind) ? 'path-unreadable' : undefined);
  } finally {
    await handle?.close();
  }
}

async function readPart(handle: OpenFile, from: number, bytes: number): Promise<string> {
  const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(bytes), 0, bytes, from);
  return buffer.subarray(0, bytesRead).toString('utf8');
}

/** Tests whether a file was refused, or couldn't be opened. */
export function isRefusal(error: unknown): error is NinefoldError {
  return (
    NinefoldError.is(error, 'file-not-plain') ||
    NinefoldError.is(error, 'file-too-large') ||
    NinefoldError.is(error, 'file-unreadable') ||
    NinefoldError.is(error, 'path-unreadable')
  );
}

/** Makes an error that names the file and why it couldn't be opened. */
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
    const reason = 'it is a link that points back to itself';
    return new NinefoldError('file-not-plain', { path, reason }, { cause: error });
  }
  return new NinefoldError(unreadable, { path, reason: reasonOf(error) }, { cause: error });
}

/**
 * Checks that no folder between two is a link.
 *
 * @param root may itself be one
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
 * Reads an open file up to a limit, even if it grows meanwhile.
 *
 * @returns null if it exceeds `most` bytes
 * @throws the signal's reason; the system's error
 */
export async function readUpTo(handle: OpenFile, most: number, signal?: AbortSignal): Promise<Buffer | null> {
  const { size } = await handle.stat();
  if (size > most) return null;
  const pieces: Buffer[] = [];
  for (let length = 0; ;) {
    signal?.throwIfAborted();
    // One byte more than its size, to detect a file that has grown or doesn't report its size.
    const wanted = Math.min(PIECE, Math.max(size, length) + 1 - length, most + 1 - length);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, length);
    if (bytesRead === 0)
      return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    pieces.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
    if (length > most) return null;
  }
}

async function openAsked(request: FileRequest): Promise<OpenFile> {
  const { path, below, inside, allows, follows = false } = request;
  if (below !== undefined) await requireNoLinkBelow(below, dirname(path));
  if (allows !== undefined) {
    const target = await realpath(path);
    await allows(target);
    // Before opening, because opening a device may have an effect.
    requirePlain(await lstat(target));
    return openToRead(target);
  }
  if (inside === undefined) return follows ? openFollowed(path) : openToRead(path);
  const target = await realpath(path);
  if (!(await leadsInto(inside, target))) throw new LinkError();
  return openToRead(target);
}

/** Tests whether a resolved path is in a folder, resolving that too. */
export async function leadsInto(folder: string, target: string): Promise<boolean> {
  return isAtOrBelow(target, await realpath(folder), process.platform);
}
