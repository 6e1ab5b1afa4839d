/**
 * Reads SQLite databases of other programs while they write: no lock is taken, so none is ever waited for, and nothing
 * is written. What was read counts only if the file didn't change underneath.
 */

import { readSync } from 'node:fs';

import type { Pages } from '../../core/sqlite/b-tree.ts';
import { DamagedDatabase } from '../../core/sqlite/record.ts';
import { readSchema, type Schema } from '../../core/sqlite/schema.ts';
import { WAL_HEADER, WalIndex } from '../../core/sqlite/wal.ts';
import { ifReadable } from '../files/optional-file.ts';
import { openFollowed } from '../files/own-file.ts';
import type { OpenFile } from '../files/own-file.ts';

/** Bytes of the log to read at once, between which others have the thread. */
const PIECE = 1024 * 1024;
/** Bytes of pages that a question may read: a damaged file may send it through all of them. */
const MOST_BYTES = 10 * 1024 * 1024;
/** How often a file may change underneath before it's left for later. */
const ATTEMPTS = 3;
const MAGIC = 'SQLite format 3\u0000';
/** Offsets in the file's header. */
const HEADER = { length: 100, pageSize: 16, version: 18, reserved: 20 } as const;

/** One state of a database. */
export interface Snapshot {
  readonly pages: Pages;
  readonly schema: Schema;
}

/** The index of a log that was read before, which a longer log continues. */
interface KnownLog {
  readonly header: Buffer;
  readonly index: WalIndex;
}

const logs = new Map<string, KnownLog>();
const queues = new Map<string, Promise<void>>();

export interface DatabaseAnswer<T> {
  readonly value: T;
  readonly bytesRead: number;
}

/** Returns the files whose change may change a database: itself and its log. */
export function databaseFiles(path: string): readonly string[] {
  return [path, `${path}-wal`];
}

/**
 * Asks a database.
 *
 * @param ask runs without a pause, and reads no more than 10 MB of pages
 * @returns null if there is no such database, or none that can be read now
 */
export function askDatabase<T>(
  path: string,
  ask: (snapshot: Snapshot) => T,
  most = MOST_BYTES,
): Promise<DatabaseAnswer<T> | null> {
  const asked = (queues.get(path) ?? Promise.resolve()).then(() => askInTurn(path, ask, most));
  // One question at a time, because they share the log's index; a failure is that question's alone.
  const done = asked.then(noResult, noResult);
  queues.set(path, done);
  return asked;
}

function noResult(): void {
  // The next question follows.
}

async function askInTurn<T>(
  path: string,
  ask: (snapshot: Snapshot) => T,
  most: number,
): Promise<DatabaseAnswer<T> | null> {
  const file = await ifReadable(openFollowed(path));
  if (file === null) return null;
  const log = await ifReadable(openFollowed(`${path}-wal`));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const answer = await askOnce({ path, file, log, most }, ask);
      if (answer !== null) return answer;
    }
    return null;
  } finally {
    await file.close();
    await log?.close();
  }
}

interface OpenDatabase {
  readonly path: string;
  readonly file: OpenFile;
  readonly log: OpenFile | null;
  /** Bytes of pages to read at most. */
  readonly most: number;
}

async function askOnce<T>(
  { path, file, log, most }: OpenDatabase,
  ask: (snapshot: Snapshot) => T,
): Promise<DatabaseAnswer<T> | null> {
  const before = await stampOf(file, log);
  const wal = log === null ? null : await indexOf(path, log);
  if ((await ifReadable(isJournaling(path))) === true) return null;
  const reader = new PageReader(file.fd, log?.fd ?? null, wal?.index ?? null, most);
  let value: T;
  try {
    reader.begin();
    value = ask({ pages: reader, schema: readSchema(reader) });
  } catch (error) {
    if (error instanceof DamagedDatabase) return null;
    throw error;
  }
  // A log that only grew changes nothing of what was read; one that began anew, or pages moved out of it, may.
  if ((await stampOf(file, log)) !== before) return null;
  return { value, bytesRead: reader.bytesRead + (wal?.bytesRead ?? 0) };
}

/** Changes when the main file is written, or when the log begins anew. */
async function stampOf(file: OpenFile, log: OpenFile | null): Promise<string> {
  const { mtimeNs, size } = await file.stat({ bigint: true });
  const header = log === null ? Buffer.alloc(0) : await bytesAt(log, 0, WAL_HEADER);
  return `${mtimeNs} ${size} ${header.toString('hex')}`;
}

/** A program without a log writes to the file itself, and has this beside it until that is done. */
async function isJournaling(path: string): Promise<boolean> {
  const journal = await openFollowed(`${path}-journal`);
  try {
    const [first = 0] = await bytesAt(journal, 0, 1);
    return first !== 0;
  } finally {
    await journal.close();
  }
}

/** Continues a known index where the log has the same header, or begins one. */
async function indexOf(
  path: string,
  log: OpenFile,
): Promise<{ readonly index: WalIndex | null; readonly bytesRead: number }> {
  const header = await bytesAt(log, 0, WAL_HEADER);
  const known = logs.get(path);
  const index = known?.header.equals(header) === true ? known.index : WalIndex.of(header);
  if (index === null) return { index, bytesRead: header.length };
  logs.set(path, { header, index });
  let bytesRead = header.length;
  const length = Math.max(1, Math.floor(PIECE / index.frameSize)) * index.frameSize;
  for (;;) {
    const bytes = await bytesAt(log, index.end, length);
    bytesRead += bytes.length;
    if (!index.take(bytes) || bytes.length < length) break;
  }
  index.settle();
  return { index, bytesRead };
}

async function bytesAt(file: OpenFile, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Reads pages at once, because each takes microseconds, from the log if it has them. */
class PageReader implements Pages {
  readonly #file: number;
  readonly #log: number | null;
  readonly #index: WalIndex | null;
  readonly #most: number;
  readonly #known = new Map<number, Buffer>();
  #pageSize = 0;
  #reserved = 0;
  bytesRead = 0;

  constructor(file: number, log: number | null, index: WalIndex | null, most: number) {
    this.#most = most;
    this.#file = file;
    this.#log = log;
    this.#index = index;
  }

  get usable(): number {
    return this.#pageSize - this.#reserved;
  }

  /** Reads the file's header, which the log may have instead. */
  begin(): void {
    this.#pageSize = this.#index?.pageSize ?? HEADER.length;
    const first = this.page(1);
    const isDatabase = first.toString('latin1', 0, MAGIC.length) === MAGIC;
    if (!isDatabase || first.readUInt8(HEADER.version) > 2) throw new DamagedDatabase('no database');
    const size = first.readUInt16BE(HEADER.pageSize);
    const pageSize = size === 1 ? 65_536 : size;
    if (pageSize < 512 || (this.#index !== null && pageSize !== this.#index.pageSize))
      throw new DamagedDatabase('pages of another size');
    if (this.#pageSize !== pageSize) this.#known.clear();
    this.#pageSize = pageSize;
    this.#reserved = first.readUInt8(HEADER.reserved);
  }

  page(number: number): Buffer {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    if (this.bytesRead > this.#most) throw new DamagedDatabase('too many pages');
    const place = this.#index?.placeOf(number) ?? null;
    const bytes = Buffer.alloc(this.#pageSize);
    const file = place === null ? this.#file : (this.#log ?? this.#file);
    const position = place ?? (number - 1) * this.#pageSize;
    const count = number < 1 ? 0 : readSync(file, bytes, 0, bytes.length, position);
    if (count < bytes.length) throw new DamagedDatabase('there is no such page');
    this.bytesRead += count;
    this.#known.set(number, bytes);
    return bytes;
  }
}
