/** A session in an agent's database, which is asked again whenever one of its files changed. */

import { EMPTY_TRANSCRIPT, type TranscriptState } from '../../core/meter/transcript-reader.ts';
import type { SessionStore } from '../agents/agent.ts';
import { stampOfFiles, statFiles } from '../files/stat-files.ts';
import type { Advance, TranscriptCursor } from './transcript-cursor.ts';

export class StoreCursor implements TranscriptCursor {
  readonly path: string;
  readonly files: readonly string[];
  /** The store has everything that is worth reading. */
  readonly readFrom = 0;
  readonly end = 0;
  readonly #store: SessionStore;
  readonly #isWhole: boolean;
  #state: TranscriptState = EMPTY_TRANSCRIPT;
  #modifiedAt = 0;
  #bytesRead = 0;
  #stamp = '';

  private constructor(path: string, store: SessionStore, isWhole: boolean) {
    this.path = path;
    this.files = store.filesOf(path);
    this.#store = store;
    this.#isWhole = isWhole;
  }

  /** @throws the system's error */
  static async open(path: string, store: SessionStore, isWhole: boolean): Promise<StoreCursor> {
    const cursor = new StoreCursor(path, store, isWhole);
    await cursor.advance();
    return cursor;
  }

  get state(): TranscriptState {
    return this.#state;
  }

  get modifiedAt(): number {
    return this.#modifiedAt;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  readBack(): Promise<void> {
    return Promise.resolve();
  }

  async advance(): Promise<Advance> {
    const stamp = stampOfFiles(await statFiles(this.files));
    if (stamp === this.#stamp) return 'same';
    const read = await this.#store.read(this.path, this.#isWhole);
    // In between two states of its file: the next look tells.
    if (read === null) return 'same';
    const isFirst = this.#stamp === '';
    this.#stamp = stamp;
    this.#state = read.state;
    this.#modifiedAt = read.modifiedAt;
    this.#bytesRead += read.bytesRead;
    return isFirst ? 'restarted' : 'grown';
  }
}
