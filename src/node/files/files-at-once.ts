/**
 * Stands for `node:fs/promises` in the bundles of the command line (`atOnce` in `bundles.mjs`): the same functions, each
 * done when it is called. Such a process has nothing else to do meanwhile, and the thread pool, which
 * has to be started first, takes six times the processor time of a call.
 */

import {
  accessSync,
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { BigIntStats, Stats } from 'node:fs';
import type * as promises from 'node:fs/promises';

import type { OpenFile } from './own-file.ts';

export { constants } from 'node:fs';

/** Longest time, in milliseconds, in which no timer runs: an answer may be limited by one. */
const LONGEST_TURN = 20;

let turnedAt = Date.now();

/** Does the work, and gives timers their turn if it has been long since the last one. */
async function done<T>(work: () => T): Promise<T> {
  const result = work();
  if (Date.now() - turnedAt > LONGEST_TURN) {
    await new Promise((resolve) => setImmediate(resolve));
    turnedAt = Date.now();
  }
  return result;
}

function atOnce<Asked extends readonly unknown[], Result>(work: (...asked: Asked) => Result) {
  return (...asked: Asked): Promise<Result> => done(() => work(...asked));
}

export const access: typeof promises.access = atOnce(accessSync);
export const chmod: typeof promises.chmod = atOnce(chmodSync);
export const link: typeof promises.link = atOnce(linkSync);
export const lstat = atOnce(lstatSync) as typeof promises.lstat;
export const mkdir = atOnce(mkdirSync) as typeof promises.mkdir;
export const mkdtemp = atOnce(mkdtempSync) as typeof promises.mkdtemp;
export const readdir = atOnce(readdirSync) as typeof promises.readdir;
export const readFile = atOnce(readFileSync) as typeof promises.readFile;
// `realpathSync` itself is another implementation.
export const realpath = atOnce(realpathSync.native) as typeof promises.realpath;
export const rename: typeof promises.rename = atOnce(renameSync);
export const rmdir: typeof promises.rmdir = atOnce(rmdirSync);
export const stat = atOnce(statSync) as typeof promises.stat;
export const utimes: typeof promises.utimes = atOnce(utimesSync);
export const writeFile = atOnce(writeFileSync) as typeof promises.writeFile;

export const rm: typeof promises.rm = (path, options) =>
  done(() => {
    // Mostly nothing is there, and `rmSync` loads more than looking does.
    const isGone = options?.force === true && lstatSync(path, { throwIfNoEntry: false }) === undefined;
    if (!isGone) rmSync(path, options);
  });

export const open = (path: string, flags?: string | number, mode?: number): Promise<OpenFile> =>
  done(() => new FileAtOnce(openSync(path, flags ?? 'r', mode)));

class FileAtOnce implements OpenFile {
  #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  get fd(): number {
    return this.#descriptor;
  }

  stat(): Promise<Stats>;
  stat(options: { readonly bigint: true }): Promise<BigIntStats>;
  stat(options?: { readonly bigint: true }): Promise<Stats | BigIntStats> {
    return done(() => fstatSync(this.#descriptor, options));
  }

  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }> {
    return done(() => ({ bytesRead: readSync(this.#descriptor, buffer, offset, length, position), buffer }));
  }

  write(
    bytes: Buffer,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesWritten: number }> {
    return done(() => ({ bytesWritten: writeSync(this.#descriptor, bytes, offset, length, position) }));
  }

  readFile(): Promise<Buffer> {
    return done(() => readFileSync(this.#descriptor));
  }

  writeFile(text: string | Uint8Array, encoding: 'utf8'): Promise<void> {
    return done(() => writeFileSync(this.#descriptor, text, encoding));
  }

  truncate(length: number): Promise<void> {
    return done(() => ftruncateSync(this.#descriptor, length));
  }

  chmod(mode: number): Promise<void> {
    return done(() => fchmodSync(this.#descriptor, mode));
  }

  sync(): Promise<void> {
    return done(() => fsyncSync(this.#descriptor));
  }

  close(): Promise<void> {
    const descriptor = this.#descriptor;
    // A second call must not close what was opened under the same number meanwhile.
    this.#descriptor = -1;
    return descriptor < 0 ? Promise.resolve() : done(() => closeSync(descriptor));
  }
}
