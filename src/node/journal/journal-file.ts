/** A journal as bytes: read whole up to a limit, appended, and synced. */

import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { LINE_REASONS, refusal } from '../../core/journal/journal-faults.ts';
import type { JournalFault, JournalSource } from '../../core/journal/journal-faults.ts';
import { syncFolder, unwritable } from '../files/atomic-file.ts';
import { HELD_OPEN, withPatience } from '../files/patient-files.ts';
import { asRefusal, requireNoLinkBelow } from '../files/safe-read.ts';
import { openToRead, openToWrite } from '../files/own-file.ts';
import type { OpenFile } from '../files/own-file.ts';
import { isAbsence } from '../files/system-error.ts';

/** Limit for reading and writing a journal: about 300,000 events. A larger file isn't a journal, or it is full. */
const LARGEST_JOURNAL = 64 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
const NEWLINE = 0x0a;
const TO_APPEND = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND;

/** A journal at one point in time. */
export interface JournalBytes {
  /** Up to the last newline: whole lines. */
  readonly whole: Buffer;
  /** The rest: an incomplete write. */
  readonly torn: Buffer;
}

/**
 * Reads a journal; undefined if there is none.
 *
 * @param below the state root: no folder in between may be a link
 * @throws NinefoldError state-damaged, file-not-plain, file-unreadable
 */
export async function readJournalFile(
  path: string,
  source: JournalSource,
  below?: string,
): Promise<JournalBytes | undefined> {
  let handle: OpenFile | undefined;
  try {
    if (below !== undefined) await requireNoLinkBelow(below, dirname(path));
    handle = await withPatience(() => openToRead(path), HELD_OPEN);
    const { size } = await handle.stat();
    if (size > LARGEST_JOURNAL) throw refusal(tooLarge(size), source);
    const bytes = await readAt(handle, 0, size);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    return { whole: bytes.subarray(0, end), torn: bytes.subarray(end) };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw asRefusal(path, error);
  } finally {
    await handle?.close();
  }
}

/** Returns the first line that isn't UTF-8, which a decoder would change silently; undefined if all are. */
export function encodingFault(bytes: Buffer, linesBefore = 0): JournalFault | undefined {
  if (isUtf8(bytes)) return undefined;
  let line = linesBefore + 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) break;
    start = next;
  }
  return { kind: 'unreadable', line, reason: LINE_REASONS.notUtf8 };
}

export interface Append {
  readonly text: string;
  /** End of the whole lines. */
  readonly end: number;
  /** Of the file that was read; undefined if there was none. */
  readonly inode: number | undefined;
  /**
   * Called right before the file is changed.
   *
   * @throws if it must no longer be changed
   */
  readonly check: () => Promise<void>;
}

/**
 * Appends and syncs. First moves an incomplete write after `end` to `{path}.torn`: it isn't an event, and a line must
 * not begin in its middle.
 *
 * @returns the number of bytes moved; undefined if the file was replaced since it was read, for example by git, and
 *   nothing was changed
 * @throws the system's error; the journal then has its previous end
 */
export async function appendToJournal(
  path: string,
  { text, end, inode, check }: Append,
): Promise<number | undefined> {
  await mkdir(dirname(path), { recursive: true });
  // In append mode, a writer that lost its right to write can't overwrite what another wrote.
  const handle = await withPatience(() => openToWrite(path, TO_APPEND));
  try {
    const { size, ino } = await handle.stat();
    await check();
    const torn = await readAt(handle, end, Math.max(0, size - end));
    const isAsRead = (inode ?? ino) === ino && size >= end && !torn.includes(NEWLINE);
    if (!isAsRead) return undefined;
    if (torn.length > 0) await setTornAside(handle, `${path}.torn`, end, torn);
    try {
      await writeAll(handle, Buffer.from(text));
      await handle.sync();
    } catch (error) {
      // A full disk may have taken half a line: restore the previous end. If even that fails, the next writer moves
      // the half line aside.
      await handle.truncate(end).catch(() => undefined);
      throw error;
    }
    if (end === 0) await syncFolder(dirname(path));
    return torn.length;
  } finally {
    await handle.close();
  }
}

/** A process that crashed right here leaves the same remains twice; they are kept once. */
async function setTornAside(handle: OpenFile, path: string, end: number, torn: Buffer): Promise<void> {
  const aside = await openAside(path);
  try {
    const kept = (await aside.stat()).size;
    const tail = kept < torn.length ? undefined : await readAt(aside, kept - torn.length, torn.length);
    if (tail?.equals(torn) !== true) await writeAll(aside, torn);
    await aside.sync();
  } finally {
    await aside.close();
  }
  await handle.truncate(end);
}

/**
 * The error must name this file rather than the journal.
 *
 * @throws NinefoldError file-unwritable
 */
async function openAside(path: string): Promise<OpenFile> {
  try {
    return await openToWrite(path, TO_APPEND);
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function readAt(handle: OpenFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

async function writeAll(handle: OpenFile, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, null);
    written += bytesWritten;
  }
}

function tooLarge(size: number): JournalFault {
  const [is, most] = [size, LARGEST_JOURNAL].map((bytes) => Math.floor(bytes / MEGABYTE));
  return {
    kind: 'unreadable',
    line: 1,
    reason: `this file has ${is} MB, but the limit for a journal is ${most} MB`,
  };
}

/**
 * Keeps a journal within the size that can be read.
 *
 * @throws NinefoldError journal-full
 */
export function checkRoom(id: string, bytes: number): void {
  if (bytes <= LARGEST_JOURNAL) return;
  throw new NinefoldError('journal-full', { id, megabytes: LARGEST_JOURNAL / MEGABYTE });
}
