import type { Event } from 'vscode';
import { EventEmitter } from 'vscode';

import type { WindowFill } from '../../core/meter/window-fill.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Holds what fills the window of each folder's session; null while it isn't known. */
export class WindowFills implements DisposableLike {
  readonly onDidChange: Event<void>;
  readonly #changed = new EventEmitter<void>();
  /** By folder, with the transcript that it was read from. */
  readonly #fills = new Map<string, { readonly transcript: string; readonly fill: WindowFill | null }>();

  constructor() {
    this.onDidChange = this.#changed.event;
  }

  /** Returns the fill of a folder's session. @param transcript of the session that is shown */
  of(folder: string | undefined, transcript: string | null | undefined): WindowFill | null {
    const known = this.#fills.get(folder ?? '');
    return known !== undefined && known.transcript === transcript ? known.fill : null;
  }

  set(folder: string, transcript: string, fill: WindowFill | null): void {
    this.#fills.set(folder, { transcript, fill });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
