import type { SessionLook } from '../../node/meter/follower.ts';
import type { Log } from '../log.ts';

/** Says in the log which sessions were looked at and why one was chosen: when that changes, not at every look. */
export class SessionLooks {
  readonly #log: Log;
  #lines: readonly string[] = [];
  #last: SessionLook | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  /** The last look; null before the first. */
  get last(): SessionLook | null {
    return this.#last;
  }

  /** The last look in words. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  take(look: SessionLook, lines: readonly string[]): void {
    this.#last = look;
    if (lines.join('\n') === this.#lines.join('\n')) return;
    this.#lines = lines;
    this.#log.info(lines.join('\n'));
  }
}
