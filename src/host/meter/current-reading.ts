import type { Event } from 'vscode';
import { EventEmitter } from 'vscode';

import type { Reading } from '../../core/meter/reading.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/**
 * Holds the reading of each folder, and the shown one, which may be an estimate; null while no session is found.
 * Views listen here.
 */
export class CurrentReading implements DisposableLike {
  /** Fires when the shown reading changes. */
  readonly onDidChange: Event<Reading | null>;
  /** Fires the key of a folder whose reading changed. */
  readonly onDidChangeFolder: Event<string>;
  readonly #changed = new EventEmitter<Reading | null>();
  readonly #folderChanged = new EventEmitter<string>();
  readonly #folders = new Map<string, Reading>();
  #value: Reading | null = null;
  /** Key of the shown folder. */
  #shown: string | undefined;

  constructor() {
    this.onDidChange = this.#changed.event;
    this.onDidChangeFolder = this.#folderChanged.event;
  }

  get value(): Reading | null {
    return this.#value;
  }

  /** Returns the reported reading of a folder's session, never an estimate. @param folder its key */
  of(folder: string): Reading | null {
    return this.#folders.get(folder) ?? null;
  }

  /** Returns the reading of a folder, or the estimate if the folder is shown. @param folder its key */
  orEstimateOf(folder: string | undefined): Reading | null {
    if (folder === undefined) return null;
    return this.of(folder) ?? (folder === this.#shown ? this.#value : null);
  }

  /**
   * Sets the shown reading and fires synchronously, so that a transcript's line reaches the status bar without delay.
   *
   * @param folder key of the shown folder
   */
  set(reading: Reading | null, folder: string | undefined): void {
    this.#value = reading;
    this.#shown = folder;
    this.#changed.fire(reading);
  }

  setFolder(folder: string, reading: Reading | null): void {
    if (reading === null) this.#folders.delete(folder);
    else this.#folders.set(folder, reading);
    this.#folderChanged.fire(folder);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#folderChanged.dispose();
  }
}
