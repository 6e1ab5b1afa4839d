/** A position in a transcript whose figures are in other files, which change on their own. */

import type { TranscriptState } from '../../core/meter/transcript-reader.ts';
import type { Companion } from '../agents/agent.ts';
import { stampOfFiles, statFiles } from '../files/stat-files.ts';
import type { Advance, TranscriptCursor } from './transcript-cursor.ts';

export class CompanionCursor implements TranscriptCursor {
  readonly files: readonly string[];
  readonly #cursor: TranscriptCursor;
  readonly #companion: Companion;
  #state: TranscriptState;
  #stamp = '';
  #changedAt = 0;

  private constructor(cursor: TranscriptCursor, companion: Companion) {
    this.#cursor = cursor;
    this.#companion = companion;
    this.#state = cursor.state;
    this.files = [cursor.path, ...companion.filesOf(cursor.path)];
  }

  /** @throws the system's error */
  static async beside(cursor: TranscriptCursor, companion: Companion): Promise<CompanionCursor> {
    const own = new CompanionCursor(cursor, companion);
    await own.#look();
    await own.#complete();
    return own;
  }

  get path(): string {
    return this.#cursor.path;
  }

  get state(): TranscriptState {
    return this.#state;
  }

  get modifiedAt(): number {
    return Math.max(this.#cursor.modifiedAt, this.#changedAt);
  }

  get bytesRead(): number {
    return this.#cursor.bytesRead;
  }

  get readFrom(): number {
    return this.#cursor.readFrom;
  }

  get end(): number {
    return this.#cursor.end;
  }

  async readBack(from: number, isOpen: (state: TranscriptState) => boolean): Promise<void> {
    await this.#cursor.readBack(from, isOpen);
    await this.#complete();
  }

  async advance(): Promise<Advance> {
    // The stamp first: a change in between is seen the next time.
    const isChanged = await this.#look();
    const advanced = await this.#cursor.advance();
    if (advanced === 'same' && !isChanged) return 'same';
    await this.#complete();
    return advanced === 'same' ? 'grown' : advanced;
  }

  /** @returns whether a companion changed */
  async #look(): Promise<boolean> {
    const found = await statFiles(this.#companion.filesOf(this.path));
    const times = found.map((one) => (one === undefined || one instanceof Error ? 0 : one.mtimeMs));
    const stamp = stampOfFiles(found);
    const isChanged = stamp !== this.#stamp;
    this.#stamp = stamp;
    this.#changedAt = Math.max(0, ...times);
    return isChanged;
  }

  async #complete(): Promise<void> {
    this.#state = await this.#companion.complete(this.path, this.#cursor.state);
  }
}
