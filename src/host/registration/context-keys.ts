import { commands } from 'vscode';

import type { ContextKey, ContextKeyValues } from '../contributions.ts';

/** Sets typed context keys, only when their value changes. */
export class ContextKeys {
  readonly #values = new Map<ContextKey, unknown>();

  set<K extends ContextKey>(key: K, value: ContextKeyValues[K]): void {
    if (this.#values.has(key) && this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void commands.executeCommand('setContext', key, value);
  }
}
