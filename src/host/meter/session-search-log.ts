import type { SessionSearch } from '../../node/meter/follower.ts';
import type { Log } from '../log.ts';

/** Says in the log which sessions were looked at and why one was chosen: when that changes, not at every search. */
export class SessionSearchLog {
  readonly #log: Log;
  /** By folder. */
  readonly #searches = new Map<
    string,
    { readonly search: SessionSearch; readonly lines: readonly string[] }
  >();

  constructor(log: Log) {
    this.#log = log;
  }

  /** The last search of a folder; null before the first. @param folder its path */
  of(folder: string | undefined): SessionSearch | null {
    return this.#searches.get(folder ?? '')?.search ?? null;
  }

  /** The last search of every folder in words. */
  get lines(): readonly string[] {
    return [...this.#searches.values()].flatMap(({ lines }) => lines);
  }

  take(search: SessionSearch, lines: readonly string[]): void {
    const before = this.#searches.get(search.folder)?.lines ?? [];
    this.#searches.set(search.folder, { search, lines });
    if (lines.join('\n') !== before.join('\n')) this.#log.info(lines.join('\n'));
  }
}
