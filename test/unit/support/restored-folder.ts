/**
 * A folder that is restored to its initial content: only differences are copied, which are almost none after a
 * command that reads.
 */

import type { BigIntStats } from 'node:fs';
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export class RestoredFolder {
  readonly #sound: string;
  readonly #path: string;
  /** By path within the folder: the state of an entry on both sides when it was copied. */
  readonly #stamps = new Map<string, string>();

  /**
   * @param sound has files, folders, and links; its changes take effect at the next restore
   * @param path absolute, of a copy that may not exist yet
   */
  constructor(sound: string, path: string) {
    [this.#sound, this.#path] = [sound, path];
  }

  /**
   * Restores what differs.
   *
   * @param left relative path of what stays unchanged
   */
  restore(left?: string): void {
    this.#restore('', left);
  }

  #restore(name: string, left: string | undefined): void {
    if (name === left) return;
    const [sound, path] = [join(this.#sound, name), join(this.#path, name)];
    const wanted = lstatSync(sound, { bigint: true });
    const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (wanted.isDirectory()) this.#restoreFolder(name, left, found?.isDirectory() === true);
    else if (found === undefined || this.#stamps.get(name) !== stampOf(wanted, found)) {
      rmSync(path, { recursive: true, force: true });
      if (wanted.isSymbolicLink()) symlinkSync(readlinkSync(sound), path);
      else writeFileSync(path, readFileSync(sound), { mode: Number(wanted.mode) });
      this.#stamps.set(name, stampOf(wanted, lstatSync(path, { bigint: true })));
    }
  }

  #restoreFolder(name: string, left: string | undefined, isThere: boolean): void {
    const path = join(this.#path, name);
    if (!isThere) {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path);
    }
    const names = readdirSync(join(this.#sound, name));
    for (const other of readdirSync(path)) {
      const isOurs = names.includes(other) || join(name, other) === left;
      if (!isOurs) rmSync(join(path, other), { recursive: true, force: true });
    }
    for (const one of names) this.#restore(join(name, one), left);
  }
}

function stampOf(...statuses: readonly BigIntStats[]): string {
  return statuses
    .flatMap(({ ino, size, mode, mtimeNs, ctimeNs }) => [ino, size, mode, mtimeNs, ctimeNs])
    .join(' ');
}
