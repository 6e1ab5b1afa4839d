/** Handoffs of sessions in Ninefold's folder of the user: those that no one asked for, of folders without state. */

import { lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { foldName, ignoresCase, withSlashes } from '../../core/paths/paths.ts';
import { sessionHandoffIn } from '../../core/handoff/session-handoff-id.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { ifReadable } from '../files/optional-file.ts';
import { tryReadText } from '../files/safe-read.ts';
import { isAbsence, reasonOf } from '../files/system-error.ts';
import { userFolder } from './user-folder.ts';

/** Documents are kept this long. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const PRIVATE = 0o600;

/** A written document. */
export interface SessionHandoffFile {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  /** As named in documents and prompts. */
  readonly shownPath: string;
  /** When it was written (ISO 8601). */
  readonly at: string;
}

/** Returns the path of a document; it may not exist. */
export function userHandoffFile(home: string, id: string): string {
  return join(userHandoffs(home), `handoff-${id}.md`);
}

/** Writes a document, and deletes those that are too old. @throws NinefoldError file-unwritable */
export async function writeUserHandoff(home: string, id: string, text: string): Promise<void> {
  const folder = userHandoffs(home);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { path, at } of await datedFiles(folder)) {
      if (Date.now() - at > KEPT_MS) await removeFile(path);
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
  await replaceFile(userHandoffFile(home, id), text, undefined, PRIVATE);
}

/**
 * Lists the documents that name a folder by one of these lines, newest first.
 *
 * @param most number of the newest documents to read
 */
export async function usersHandoffs(
  home: string,
  lines: readonly string[],
  most = Infinity,
): Promise<readonly SessionHandoffFile[]> {
  const wanted = lines.map(comparable);
  const newest = [...(await datedFiles(userHandoffs(home)))].sort((left, right) => right.at - left.at);
  const read = newest.slice(0, most).map(async ({ id, path, at }) => {
    const text = await tryReadText({ path, kind: 'record' });
    const isOfFolder = text?.split('\n').some((line) => wanted.includes(comparable(line))) === true;
    const shownPath = withSlashes(path, process.platform);
    return isOfFolder ? [{ id, file: path, shownPath, at: new Date(at).toISOString() }] : [];
  });
  return (await Promise.all(read)).flat();
}

/** A terminal and a window may spell the same folder differently, on Windows at least its drive. */
function comparable(line: string): string {
  return ignoresCase(process.platform) ? foldName(line) : line;
}

/** Removes the documents of every folder, but no other file. @throws NinefoldError file-unreadable, file-unwritable */
export async function removeUserHandoffs(home: string): Promise<void> {
  const folder = userHandoffs(home);
  for (const { path } of await datedFiles(folder)) await removeFile(path);
  await removeIfEmpty(folder);
}

/** Removes the folders of the documents if nothing is left in them. @throws NinefoldError file-unwritable */
export async function removeEmptyUserHandoffs(home: string): Promise<void> {
  const folder = userHandoffs(home);
  if ((await ifReadable(lstat(folder))) === null) return;
  if (await removeIfEmpty(folder)) await removeIfEmpty(userFolder(home));
}

interface DatedFile {
  readonly id: string;
  /** Absolute. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

async function datedFiles(folder: string): Promise<readonly DatedFile[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw new NinefoldError('file-unreadable', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
  const files = names.flatMap((name) => {
    const id = sessionHandoffIn(name);
    return id === null ? [] : [{ id, path: join(folder, name) }];
  });
  const dated = files.map(async ({ id, path }) => {
    const status = await ifReadable(lstat(path));
    return status?.isFile() === true ? [{ id, path, at: status.mtime.getTime() }] : [];
  });
  return (await Promise.all(dated)).flat();
}

function userHandoffs(home: string): string {
  return join(userFolder(home), 'handoffs');
}
