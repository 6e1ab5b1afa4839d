/**
 * Loads bundles with what V8 made of their code in an earlier process: to compile it takes a third of a call. V8 runs
 * what it is given, so this is kept in a folder beside the code itself: whoever can write there can change the code too.
 */

import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** Name of a part: with a hash of its content, because V8 only compares the length of the code. */
const HASHED = /-[0-9A-Z]{8}\.js$/;
/** Compiled code takes about four times the space of its source. */
const LARGEST = 16 * 1024 * 1024;
/** How much more must have been compiled to replace what is kept. */
const GROWTH = 1.05;
/** Windows has neither. */
const FLAGS =
  process.platform === 'win32' ? 0 : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

type Require = (file: string) => unknown;
type Wrapped = (
  exports: unknown,
  require: Require,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

interface Compiled {
  readonly script: Script;
  /** Bytes that were kept of it; 0 if nothing could be used. */
  readonly kept: number;
}

export class BundleLoader {
  readonly #folder: string;
  readonly #kept: string;
  readonly #requireOther: Require;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #compiled = new Map<string, Compiled>();

  /**
   * @param folder of the bundles
   * @param requireOther loads everything but bundles and their parts
   * @param kind of the call: others run other functions, and have what they compiled apart
   */
  constructor(folder: string, requireOther: Require, kind: string) {
    this.#folder = folder;
    this.#requireOther = requireOther;
    // Another version of V8 refuses it, and one of Electron or another processor would replace it in turn.
    const { version, arch, versions } = process;
    this.#kept = join(folder, 'compiled', `${version}-${versions.v8}-${arch}`, kind);
  }

  /** Loads a bundle, or a part of one, by its file name. @returns its exports */
  load(file: string): unknown {
    const known = this.#modules.get(file);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#modules.set(file, module);
    const require = (id: string): unknown =>
      id.startsWith('./') && HASHED.test(id) ? this.load(id.slice(2)) : this.#requireOther(id);
    const path = join(this.#folder, file);
    try {
      this.#compile(file, path)(module.exports, require, module, path, this.#folder);
    } catch (error) {
      this.#modules.delete(file);
      throw error;
    }
    return module.exports;
  }

  /**
   * Keeps what was compiled, with every function that ran. Never fails: it would be compiled again next time.
   *
   * @param isRenewing whether to replace what is kept if more was compiled since, which takes longer to find out than it
   *   saves in one call
   */
  keep(isRenewing = false): void {
    const due = [...this.#compiled].filter(([, { kept }]) => kept === 0 || isRenewing);
    if (due.length === 0 || !isWritable(this.#kept)) return;
    for (const [file, { script, kept }] of due) {
      const compiled = script.createCachedData();
      if (compiled.length > kept * GROWTH && !this.#keepOne(file, compiled)) return;
    }
  }

  #compile(file: string, path: string): Wrapped {
    const code = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
    const cachedData = HASHED.test(file) ? readKept(this.#placeOf(file)) : undefined;
    const script = new Script(code, {
      filename: path,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    const kept = script.cachedDataRejected === false ? (cachedData?.length ?? 0) : 0;
    if (HASHED.test(file)) this.#compiled.set(file, { script, kept });
    return script.runInThisContext() as Wrapped;
  }

  #placeOf(file: string): string {
    return join(this.#kept, `${file.slice(0, -'.js'.length)}.bin`);
  }

  /** @returns false if it can't be written */
  #keepOne(file: string, compiled: Buffer): boolean {
    const temporary = `${this.#placeOf(file)}.${process.pid}.tmp`;
    try {
      const descriptor = openSync(temporary, 'wx', 0o644);
      try {
        writeFileSync(descriptor, Buffer.concat([compiled, compiled]));
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, this.#placeOf(file));
      return true;
    } catch {
      // The disk is full, or the file is in use.
      return false;
    }
  }
}

/** Makes a folder if it's missing, and tests whether files can be written there. */
function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // Such as an installation that only an administrator can change.
    return false;
  }
}

/** Reads compiled code; undefined without any that only the user or the system could have written. */
function readKept(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, FLAGS);
    return isTrusted(fstatSync(descriptor)) ? wholeOf(readFileSync(descriptor)) : undefined;
  } catch {
    // Nothing is there yet.
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Returns compiled code, which is kept twice: V8 doesn't check it, and a damaged one would end the process. To compare is
 * a hundred times as quick as a checksum.
 */
function wholeOf(bytes: Buffer): Buffer | undefined {
  const half = bytes.length / 2;
  const compiled = bytes.subarray(0, half);
  return compiled.equals(bytes.subarray(half)) ? compiled : undefined;
}

function isTrusted(status: Stats): boolean {
  if (!status.isFile() || status.size > LARGEST) return false;
  // On Windows, the folder's own permissions count.
  const user = process.getuid?.();
  if (user === undefined) return true;
  return (status.uid === user || status.uid === 0) && (status.mode & 0o022) === 0;
}
