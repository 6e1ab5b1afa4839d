/** Splits bytes into lines, and feeds relevant ones to a reader, forwards, as they come. */

import type { TranscriptState } from '../../core/meter/transcript-reader.ts';

/** Receives lines: a `LineReader`, or anything else that folds lines into a state. */
export interface FedReader<S> {
  /** A line without any of these is never decoded; if empty, every line may be relevant. */
  readonly markers: readonly string[];
  /**
   * Tests whether a line may be relevant, before it is decoded; true by default.
   *
   * @param bytes the line's, as Latin-1
   */
  concerns?(state: S, bytes: string): boolean;
  feed(state: S, line: string): S;
}

const LINE_BREAK = 0x0a;
const CLOSING_BRACE = 0x7d;

/** Longer lines are dropped: the longest in 707 MB was 961 KB, and nothing must fill memory or block the thread. */
const LONGEST_LINE = 4 * 1024 * 1024;

/**
 * Splits lines as bytes and decodes them whole, so that a character split between two reads stays intact. A line
 * without any of the reader's markers is never decoded.
 */
export class LineFeeder<S = TranscriptState> {
  readonly #reader: FedReader<S>;
  readonly #markers: readonly Buffer[];
  #state: S;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isDropping = false;
  #fedBytes = 0;
  #endedAt = 0;

  /** @param skipsFirst the bytes begin within a line, which can't be read */
  constructor(reader: FedReader<S>, state: S, skipsFirst = false) {
    this.#reader = reader;
    this.#markers = reader.markers.map((marker) => Buffer.from(marker));
    this.#state = state;
    this.#isDropping = skipsFirst;
  }

  /**
   * The state after every line so far. A complete last line without a line break counts here, but is only fed once
   * the line break arrives.
   */
  get state(): S {
    const line = this.unended;
    return line === null ? this.#state : this.#fed(this.#state, line);
  }

  /** A possibly complete last line without a line break; null if there is none. */
  get unended(): Buffer | null {
    if (this.#pending.at(-1)?.at(-1) !== CLOSING_BRACE) return null;
    const line = Buffer.concat(this.#pending);
    this.#pending = [line];
    return line;
  }

  /** Bytes up to the end of the last fed line, including its line break. */
  get endedAt(): number {
    return this.#endedAt;
  }

  /** @param bytes may be overwritten afterwards */
  feed(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(LINE_BREAK); at !== -1; at = bytes.indexOf(LINE_BREAK, from)) {
      this.#endLine(bytes.subarray(from, at));
      from = at + 1;
      this.#endedAt = this.#fedBytes + from;
    }
    this.#fedBytes += bytes.length;
    if (from < bytes.length) this.#keep(bytes.subarray(from));
  }

  #keep(part: Buffer): void {
    if (this.#isDropping) return;
    this.#pending.push(Buffer.from(part));
    this.#pendingBytes += part.length;
    if (this.#pendingBytes <= LONGEST_LINE) return;
    this.#forgetPending();
    this.#isDropping = true;
  }

  #endLine(part: Buffer): void {
    // Independent of the chunks: where they end must not decide whether a line counts.
    if (!this.#isDropping && this.#pendingBytes + part.length <= LONGEST_LINE) {
      const whole = this.#pending.length === 0 ? part : Buffer.concat([...this.#pending, part]);
      this.#state = this.#fed(this.#state, whole);
    }
    this.#forgetPending();
    this.#isDropping = false;
  }

  #forgetPending(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #fed(state: S, line: Buffer): S {
    const isMarked = this.#markers.length === 0 || this.#markers.some((marker) => line.includes(marker));
    if (!isMarked) return state;
    if (this.#reader.concerns?.(state, line.toString('latin1')) === false) return state;
    return this.#reader.feed(state, line.toString('utf8'));
  }
}
