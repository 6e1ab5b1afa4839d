import { EventEmitter } from 'vscode';

import type { ObservedWork } from '../../core/activity/observed-work.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Holds what the session of each folder did, as last observed, so that the tree can offer it. In memory only. */
export class SessionWork implements DisposableLike {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #works = new Map<string, ObservedWork>();

  /** Returns what was observed; null if nothing was. @param folder its key */
  of(folder: string): ObservedWork | null {
    return this.#works.get(folder) ?? null;
  }

  /** Replaces what is known of a folder's session. */
  set(folder: string, work: ObservedWork): void {
    const isSame = JSON.stringify(this.#works.get(folder)) === JSON.stringify(work);
    this.#works.set(folder, work);
    if (!isSame) this.#changed.fire();
  }

  /** Forgets a folder's session: it must not be read any more. */
  clear(folder: string): void {
    if (this.#works.delete(folder)) this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
