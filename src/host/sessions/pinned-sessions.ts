import type { Event, Memento } from 'vscode';
import { EventEmitter } from 'vscode';

import type { PinnedSession } from '../../node/meter/find-session.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

const KEY = 'pinnedSessions';

/** Stores the pinned session of each folder in VS Code's workspace storage; pinning never writes into the folder. */
export class PinnedSessions implements DisposableLike {
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
    this.onDidChange = this.#changed.event;
  }

  /** @param folder its key */
  of(folder: string): PinnedSession | null {
    return this.#all()[folder] ?? null;
  }

  /** Pins a session; null follows the newest live one again. */
  async pin(folder: string, session: PinnedSession | null): Promise<void> {
    const pinned = new Map(Object.entries(this.#all()));
    if (session === null) pinned.delete(folder);
    else pinned.set(folder, session);
    await this.#memento.update(KEY, Object.fromEntries(pinned));
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #all(): Readonly<Record<string, PinnedSession>> {
    return this.#memento.get<Record<string, PinnedSession>>(KEY, {});
  }
}
