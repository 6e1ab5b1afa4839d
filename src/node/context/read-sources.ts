/**
 * Reads the first lines of source files: a few files at a time, never through a link that points outside the folder.
 */

import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { SourcePath } from '../../core/context/languages.ts';
import type { SourceFile } from '../../core/context/project-scan.ts';
import { leadsInto } from '../files/safe-read.ts';
import { isUnreadable } from '../files/optional-file.ts';
import { openToRead } from '../files/own-file.ts';

/** Bytes to read of each file: imports, the first declarations, the first tests. */
const HEAD_BYTES = 16 * 1024;
/** Number of files to open in parallel. */
const BREADTH = 16;
/** A longer line isn't handwritten. */
const LONGEST_LINE = 300;

export interface ReadRequest {
  readonly signal?: AbortSignal | undefined;
  /** Called for each file that was read; binary and unreadable files are skipped. */
  readonly onSource: (path: SourcePath, source: SourceFile) => void;
  readonly onCount?: (files: number) => void;
}

/**
 * Reads the first lines of files.
 *
 * @throws the signal's reason if it was cancelled
 */
export async function readSources(
  folder: string,
  sources: readonly SourcePath[],
  request: ReadRequest,
): Promise<void> {
  const base = await realpath(folder);
  const inside = new Map<string, Promise<boolean>>();
  const isInside = (path: string): Promise<boolean> => {
    const parent = dirname(join(folder, path));
    const known = inside.get(parent) ?? liesIn(base, parent);
    inside.set(parent, known);
    return known;
  };
  for (let at = 0; at < sources.length; at += BREADTH) {
    request.signal?.throwIfAborted();
    const batch = sources.slice(at, at + BREADTH);
    const heads = await Promise.all(
      batch.map(async ({ path }) =>
        (await isInside(path)) ? await readHead(join(folder, path)) : undefined,
      ),
    );
    batch.forEach((source, index) => {
      const lines = heads[index];
      if (lines !== undefined) request.onSource(source, { path: source.path, lines });
    });
    request.onCount?.(at + batch.length);
  }
}

async function liesIn(base: string, folder: string): Promise<boolean> {
  try {
    return await leadsInto(base, await realpath(folder));
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
}

/** A file's first lines; undefined for a binary file, a link, and an unreadable file. */
async function readHead(path: string): Promise<readonly string[] | undefined> {
  let handle;
  try {
    handle = await openToRead(path);
    const buffer = Buffer.allocUnsafe(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return head.includes(0) ? undefined : linesOf(head.toString('utf8'), bytesRead === HEAD_BYTES);
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  } finally {
    await handle?.close();
  }
}

function linesOf(text: string, isCut: boolean): readonly string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  // The last line may be cut off.
  const whole = isCut ? lines.slice(0, -1) : lines;
  return whole.map((line) => (line.length > LONGEST_LINE ? '' : line));
}
