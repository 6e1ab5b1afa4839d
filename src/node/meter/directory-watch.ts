/** Watches a folder that may not exist yet: until then, watches the nearest existing parent. */

import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { wayTo } from '../../core/paths/paths.ts';
import { errorCode } from '../files/system-error.ts';

/**
 * Reports the names of what changed in a folder; null if anything may have changed. Reports nothing if the system
 * can't watch (too many watches, unsupported), so callers also poll slowly.
 */
export class DirectoryWatch {
  readonly #directory: string;
  readonly #onChange: (name: string | null) => void;
  #watcher: FSWatcher | null = null;
  #watched = '';
  #isDisposed = false;

  constructor(directory: string, onChange: (name: string | null) => void) {
    this.#directory = directory;
    this.#onChange = onChange;
    this.arm();
  }

  /**
   * Watches the folder itself, or a closer parent. Cheap if there is nothing to do; call it from time to time.
   *
   * @returns whether the watched folder changed: earlier changes there weren't reported
   */
  arm(): boolean {
    return this.#isAsCloseAsCanBe() ? false : this.#watchAnew();
  }

  #isAsCloseAsCanBe(): boolean {
    if (this.#isDisposed || this.#isThere) return true;
    if (this.#watcher === null || !existsSync(this.#watched)) return false;
    const [next = ''] = (wayTo(this.#directory, this.#watched, process.platform) ?? '').split('/');
    return !existsSync(join(this.#watched, next));
  }

  #watchAnew(): boolean {
    if (this.#isDisposed || this.#isThere) return false;
    const before = this.#watched;
    this.#close();
    for (let folder = this.#directory; ; folder = dirname(folder)) {
      if (this.#tryToWatch(folder) || dirname(folder) === folder) return this.#watched !== before;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#close();
  }

  get #isThere(): boolean {
    return this.#watcher !== null && this.#watched === this.#directory;
  }

  /** @returns false if a parent must be watched instead */
  #tryToWatch(folder: string): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#handle(folder, name));
      watcher.on('error', () => this.#close());
      this.#watcher = watcher;
      this.#watched = folder;
      return true;
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      return code !== 'ENOENT' && code !== 'ENOTDIR';
    }
  }

  #handle(folder: string, name: string | null): void {
    if (this.#isDisposed || folder !== this.#watched) return;
    if (folder !== this.#directory) {
      this.#watchAnew();
      if (this.#isThere) this.#onChange(null);
      return;
    }
    // A removed folder reports its own name, after which its watch stays silent.
    if (name === basename(folder)) {
      this.#close();
      this.#watchAnew();
      this.#onChange(null);
      return;
    }
    this.#onChange(name);
  }

  #close(): void {
    this.#watcher?.close();
    this.#watcher = null;
    this.#watched = '';
  }
}
