import type { SessionSearch } from '../../node/meter/follower.ts';
import type { Log } from '../log.ts';

/** Logs which sessions were considered and why one was chosen, whenever that changes. */
export class SessionSearchLog {
  readonly #log: Log;
  /** Last search by folder. */
  readonly #searches = new Map<
    string,
    { readonly search: SessionSearch; readonly lines: readonly string[] }
  >();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Returns the last search of a folder; null before the first. @param folder its path */
  of(folder: string | undefined): SessionSearch | null {
    return this.#searches.get(folder ?? '')?.search ?? null;
  }

  /** The last search of every folder as text. */
  get lines(): readonly string[] {
    return [...this.#searches.values()].flatMap(({ lines }) => lines);
  }

  take(search: SessionSearch, lines: readonly string[]): void {
    const before = this.#searches.get(search.folder)?.lines ?? [];
    this.#searches.set(search.folder, { search, lines });
    if (lines.join('\n') !== before.join('\n')) this.#log.info(lines.join('\n'));
  }
}
