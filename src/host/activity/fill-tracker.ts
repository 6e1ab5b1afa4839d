import { window } from 'vscode';

import type { GrownTranscript } from '../../node/meter/follower.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { Reporter } from '../messages.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { ActivityTracker } from './activity-tracker.ts';
import type { WindowFills } from './window-fills.ts';

/** Minimum interval between readings of a folder; only a tooltip and the session view show them. */
const PAUSE_MS = 10_000;

interface FillTrackerParts {
  readonly activity: Pick<ActivityTracker, 'fillOf'>;
  readonly fills: WindowFills;
  readonly reporter: Reporter;
}

/** Reads what fills the windows of the folders' sessions as their transcripts grow, while the window has the focus. */
export class FillTracker implements DisposableLike {
  readonly #parts: FillTrackerParts;
  /** What is to be read of each folder's session, by the folder's key. */
  readonly #wanted = new Map<string, readonly [FolderController, GrownTranscript]>();
  readonly #focus = window.onDidChangeWindowState(() => this.#plan(0));
  #due: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(parts: FillTrackerParts) {
    this.#parts = parts;
  }

  /** Reads what is new in a transcript, soon. */
  follow(controller: FolderController, transcript: GrownTranscript): void {
    const isFirst = !this.#wanted.has(controller.key);
    this.#wanted.set(controller.key, [controller, transcript]);
    if (isFirst) this.#plan(0);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#focus.dispose();
    clearTimeout(this.#due);
  }

  #plan(milliseconds: number): void {
    if (this.#isDisposed || this.#due !== undefined || this.#wanted.size === 0 || !window.state.focused)
      return;
    this.#due = setTimeout(() => void this.#readAll(), milliseconds);
  }

  async #readAll(): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (const [key, [controller, transcript]] of wanted) {
      try {
        const fill = await this.#parts.activity.fillOf(controller, transcript);
        if (!this.#isDisposed) this.#parts.fills.set(key, transcript.transcript, fill);
      } catch (error) {
        if (!this.#isDisposed) this.#parts.reporter.note("couldn't read what fills the window", error);
      }
    }
    // The next one waits, however fast the transcripts grow.
    this.#due = setTimeout(() => {
      this.#due = undefined;
      this.#plan(0);
    }, PAUSE_MS);
  }
}
