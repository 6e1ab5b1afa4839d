import type { Event } from 'vscode';
import { EventEmitter } from 'vscode';

import type { SessionRow } from '../../core/view/session-rows.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Holds which agent waits for a person in each folder; the list of sessions finds out. */
export class WaitingAgents implements DisposableLike {
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  /** Ids of agents by folder. */
  #agents: ReadonlyMap<string, string> = new Map();

  constructor() {
    this.onDidChange = this.#changed.event;
  }

  /** Returns the id of the agent; null if none waits. @param folder its key */
  of(folder: string): string | null {
    return this.#agents.get(folder) ?? null;
  }

  /** Takes the newest list; of several that wait in a folder, the first counts. */
  take(rows: readonly SessionRow[]): void {
    const waiting = rows.flatMap((row) => [row, ...row.children]).filter(({ isWaiting }) => isWaiting);
    const agents = new Map<string, string>();
    for (const { folder, agent } of waiting)
      if (agent !== null && !agents.has(folder)) agents.set(folder, agent);
    const isSame = JSON.stringify([...agents]) === JSON.stringify([...this.#agents]);
    this.#agents = agents;
    if (!isSame) this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
