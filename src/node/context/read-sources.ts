/** Heads of source files: read a few at a time, never through a link that leads out of the folder. */

import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

import type { SourcePath } from '../../core/context/languages.ts';
import type { SourceFile } from '../../core/context/project-scan.ts';
import { errorCode } from '../system-error.ts';

/** So much of each file is read: imports, the first declarations, the first tests. */
const HEAD_BYTES = 16 * 1024;
/** Files that are open at the same time. */
const BREADTH = 16;
/** A longer line was not written by hand. */
const LONGEST_LINE = 300;
/** Gone since it was listed, not to be read, no file, or a link. */
const SKIPPED = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP', 'EMLINK', 'ENXIO']);

export interface ReadRequest {
  readonly signal?: AbortSignal | undefined;
  /** Called for each file that was read; binaries and what can't be read are passed over. */
  readonly onSource: (path: SourcePath, source: SourceFile) => void;
  readonly onCount?: (files: number) => void;
}

/** Reads the heads of files. @throws the signal's reason where it was cancelled */
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
    const real = await realpath(folder);
    return real === base || real.startsWith(base.endsWith(sep) ? base : base + sep);
  } catch (error) {
    if (SKIPPED.has(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** Lines of a file's head; undefined for a binary, a link and what can't be read. */
async function readHead(path: string): Promise<readonly string[] | undefined> {
  // A pipe that waits for a writer must not make us wait. Windows knows neither flag.
  const flags: Partial<Record<string, number>> = constants;
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = flags;
  let handle;
  try {
    handle = await open(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!(await handle.stat()).isFile()) return undefined;
    const buffer = Buffer.allocUnsafe(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    return head.includes(0) ? undefined : linesOf(head.toString('utf8'), bytesRead === HEAD_BYTES);
  } catch (error) {
    if (SKIPPED.has(errorCode(error) ?? '')) return undefined;
    throw error;
  } finally {
    await handle?.close();
  }
}

function linesOf(text: string, isCut: boolean): readonly string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  // The last line of a head may be half a line.
  const whole = isCut ? lines.slice(0, -1) : lines;
  return whole.map((line) => (line.length > LONGEST_LINE ? '' : line));
}
