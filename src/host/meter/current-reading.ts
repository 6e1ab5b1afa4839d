import type { Event } from 'vscode';
import { EventEmitter } from 'vscode';

import type { Reading } from '../../core/meter/reading.ts';
import type { Disposer } from '../registration/disposable-list.ts';

/** The reading that the window shows now; null while no session is found. Views listen here, whoever meters. */
export class CurrentReading implements Disposer {
  readonly onDidChange: Event<Reading | null>;
  readonly #changed = new EventEmitter<Reading | null>();
  #value: Reading | null = null;

  constructor() {
    this.onDidChange = this.#changed.event;
  }

  get value(): Reading | null {
    return this.#value;
  }

  /** Tells the listeners at once: from a transcript's line to the status bar nothing waits. */
  set(reading: Reading | null): void {
    this.#value = reading;
    this.#changed.fire(reading);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
