/** Finds edited exports, and stores copies of those that weren't accepted. */

import { lstat, mkdir } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import type { Clock, EditPort, EditedExport } from '../../core/service/ports.ts';
import { syncFolder, unwritable, writeSynced } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { readText } from '../files/safe-read.ts';
import { readExport } from '../files/read-export.ts';
import { isInGit } from '../git/git-content.ts';
import { withLock } from '../lock/lock.ts';
import type { LockOptions } from '../lock/lock.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { errorCode, isAbsence, reasonOf } from '../files/system-error.ts';
import { WrittenExports, provenanceOf } from './written-exports.ts';

const FOLDER = 'state/edits';

export interface EditStoreOptions {
  readonly layout: StateLayout;
  /** Options for waiting for the root's lock, instead of the defaults. */
  readonly lock?: Partial<LockOptions> | undefined;
  readonly clock: Clock;
  /** In an untrusted folder, no program runs, including git. */
  readonly isTrusted: () => boolean;
}

export class EditStore implements EditPort {
  readonly #options: EditStoreOptions;
  readonly #written: WrittenExports;
  /** Files found to be unedited, by their `stat`. */
  readonly #unedited = new Map<string, string>();

  constructor(options: EditStoreOptions) {
    this.#options = options;
    this.#written = new WrittenExports(options.layout);
  }

  async find(paths: readonly string[]): Promise<readonly EditedExport[]> {
    const edits = await Promise.all(paths.map((path) => this.#look(path)));
    return edits.flatMap((edit) => edit ?? []);
  }

  async keep(edit: EditedExport): Promise<string | undefined> {
    return this.#locked(async (check) => {
      const files = await this.#written.read();
      const text = await readExport(this.#absolute(edit.path));
      if (text !== edit.text || provenanceOf(files, edit.path, text) !== 'edited') return undefined;
      const kept = await keepCopy(this.#options, edit.path, edit.text);
      await this.#written.noteHandled(files, edit, check);
      return kept;
    });
  }

  async release(kept: string): Promise<void> {
    await removeFile(this.#absolute(kept));
  }

  async adopt(edit: EditedExport): Promise<void> {
    await this.#locked(async (check) => {
      await this.#written.note(await this.#written.read(), { [edit.path]: edit.text }, check);
    });
  }

  /** Checks the status first, because this runs every few seconds. */
  async #look(path: string): Promise<EditedExport | undefined> {
    const file = this.#absolute(path);
    const before = await statusOf(file);
    if (before === undefined || this.#unedited.get(path) === before) return undefined;
    const text = await readExport(file);
    if (text === undefined) return undefined;
    if (provenanceOf(await this.#written.read(), path, text) !== 'edited') {
      this.#unedited.set(path, before);
      return undefined;
    }
    return { path, text, isFromGit: this.#options.isTrusted() && (await isInGit(file)) };
  }

  #absolute(path: string): string {
    return this.#options.layout.absolute(path);
  }

  #locked<T>(work: (check: () => Promise<void>) => Promise<T>): Promise<T> {
    return withLock(this.#options.layout.lock, (hold) => work(() => hold.check()), this.#options.lock);
  }
}

/**
 * Copies a text to `state/edits/`, named by time and export, never over another file; the same text isn't stored
 * twice.
 *
 * @param path of the export, as the core names it
 * @returns the copy's path, as the core names it
 */
export async function keepCopy(
  { layout, clock }: Pick<EditStoreOptions, 'layout' | 'clock'>,
  path: string,
  text: string,
): Promise<string> {
  const ending = extname(path);
  const time = clock.now().replaceAll(/[:.]/g, '-');
  const folder = dirname(layout.absolute(`${FOLDER}/${basename(path)}`));
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
  for (let copy = 1; ; copy++) {
    const kept = `${FOLDER}/${time}-${basename(path, ending)}${copy === 1 ? '' : `-${copy}`}${ending}`;
    const isWritten = await writeNew(layout.absolute(kept), text);
    if (isWritten || (await readText({ path: layout.absolute(kept), kind: 'derived' })) === text) return kept;
  }
}

/** @returns false if the name is taken */
async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await writeSynced(file, text);
    await syncFolder(dirname(file));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw unwritable(file, error);
  }
}

/** Status that reveals a change; undefined if there is no file, or a link. */
async function statusOf(file: string): Promise<string | undefined> {
  try {
    const status = await lstat(file);
    if (status.isSymbolicLink()) return undefined;
    const { ino, size, mtimeMs } = status;
    return `${ino}:${size}:${mtimeMs}`;
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw new NinefoldError('file-unreadable', { path: file, reason: reasonOf(error) }, { cause: error });
  }
}
