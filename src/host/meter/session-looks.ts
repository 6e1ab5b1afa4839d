import type { SessionLook } from '../../node/meter/follower.ts';
import type { Log } from '../log.ts';

/** Says in the log which sessions were looked at and why one was chosen: when that changes, not at every look. */
export class SessionLooks {
  readonly #log: Log;
  /** By folder. */
  readonly #looks = new Map<string, { readonly look: SessionLook; readonly lines: readonly string[] }>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The last look of a folder; null before the first. @param folder its path */
  of(folder: string | undefined): SessionLook | null {
    return this.#looks.get(folder ?? '')?.look ?? null;
  }

  /** The last look of every folder in words. */
  get lines(): readonly string[] {
    return [...this.#looks.values()].flatMap(({ lines }) => lines);
  }

  take(look: SessionLook, lines: readonly string[]): void {
    const before = this.#looks.get(look.folder)?.lines ?? [];
    this.#looks.set(look.folder, { look, lines });
    if (lines.join('\n') !== before.join('\n')) this.#log.info(lines.join('\n'));
  }
}
