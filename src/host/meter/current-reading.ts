import type { Event } from 'vscode';
import { EventEmitter } from 'vscode';

import type { Reading } from '../../core/meter/reading.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/**
 * The readings: that of each folder, and the one that the window shows now, which may be an estimate; null while no
 * session is found. Views listen here, whoever meters.
 */
export class CurrentReading implements DisposableLike {
  /** The shown one changed. */
  readonly onDidChange: Event<Reading | null>;
  /** The one of a folder changed; told by its key. */
  readonly onDidChangeFolder: Event<string>;
  readonly #changed = new EventEmitter<Reading | null>();
  readonly #folderChanged = new EventEmitter<string>();
  readonly #folders = new Map<string, Reading>();
  #value: Reading | null = null;
  /** Key of the folder that the shown one is of. */
  #shown: string | undefined;

  constructor() {
    this.onDidChange = this.#changed.event;
    this.onDidChangeFolder = this.#folderChanged.event;
  }

  get value(): Reading | null {
    return this.#value;
  }

  /** What an agent or a person says of a folder's session; never an estimate. @param folder its key */
  of(folder: string): Reading | null {
    return this.#folders.get(folder) ?? null;
  }

  /** The same, or the estimate where that folder is the shown one. @param folder its key */
  orEstimateOf(folder: string | undefined): Reading | null {
    if (folder === undefined) return null;
    return this.of(folder) ?? (folder === this.#shown ? this.#value : null);
  }

  /**
   * Tells the listeners at once: from a transcript's line to the status bar nothing waits.
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
