import type { Event, Memento } from 'vscode';
import { EventEmitter } from 'vscode';

import { ContextKeys } from '../registration/context-keys.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

const KEY = 'pinnedFiles';

/**
 * Stores the paths of files pinned to the working set. Uses VS Code's workspace storage, so pinning never writes into
 * the folder.
 */
export class PinnedFiles implements DisposableLike {
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  readonly #memento: Memento;
  readonly #contextKeys = new ContextKeys();

  constructor(memento: Memento) {
    this.#memento = memento;
    this.onDidChange = this.#changed.event;
    this.#contextKeys.set('ninefold:pinnedFiles', this.paths);
  }

  get paths(): readonly string[] {
    const stored: unknown = this.#memento.get(KEY);
    return Array.isArray(stored) ? stored.filter((path) => typeof path === 'string') : [];
  }

  /** Pins files; already pinned ones stay pinned. */
  pin(paths: readonly string[]): Promise<void> {
    return this.#store([...new Set([...this.paths, ...paths])]);
  }

  unpin(paths: readonly string[]): Promise<void> {
    return this.#store(this.paths.filter((path) => !paths.includes(path)));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #store(paths: readonly string[]): Promise<void> {
    await this.#memento.update(KEY, paths);
    this.#contextKeys.set('ninefold:pinnedFiles', paths);
    this.#changed.fire();
  }
}
