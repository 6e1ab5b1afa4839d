/** Follows a transcript of JSON lines with a reader that keeps what it read, until the file is rewritten. */

import { GrowingFile } from '../files/growing-file.ts';
import { LineFeeder } from '../meter/line-feeder.ts';

/** Receives lines, in order. */
interface LinesReader {
  /** Tests whether a line may be relevant, before it is decoded; true by default. @param bytes the line's, as Latin-1 */
  concerns?(bytes: string): boolean;
  feed(line: string): void;
}

export class GrowingLines<R extends LinesReader> {
  readonly #file: GrowingFile;
  readonly #begin: () => R;
  readonly #markers: readonly string[];
  #reader: R;
  #feeder: LineFeeder<R>;

  /**
   * @param begin makes a reader for the beginning of the file
   * @param markers a line without any of these is never decoded; if empty, every line may be relevant
   */
  constructor(path: string, begin: () => R, markers: readonly string[] = []) {
    this.#file = new GrowingFile(path);
    this.#begin = begin;
    this.#markers = markers;
    this.#reader = begin();
    this.#feeder = this.#feederOf(this.#reader);
  }

  /** Bytes read so far. */
  get bytesRead(): number {
    return this.#file.bytesRead;
  }

  /** A possibly complete last line without a line break, which no reader has got; null if there is none. */
  get unended(): string | null {
    return this.#feeder.unended?.toString('utf8') ?? null;
  }

  /** Reads what was added. @returns the reader with every ended line. Throws the system's error */
  async advance(): Promise<R> {
    await this.#file.advance({
      restart: () => {
        this.#reader = this.#begin();
        this.#feeder = this.#feederOf(this.#reader);
      },
      take: (bytes) => this.#feeder.feed(bytes),
    });
    return this.#reader;
  }

  #feederOf(reader: R): LineFeeder<R> {
    const feed = (_: R, line: string): R => {
      reader.feed(line);
      return reader;
    };
    // Left out, no line is made a text only to be asked about.
    const concerns =
      reader.concerns === undefined
        ? {}
        : { concerns: (_: R, bytes: string): boolean => reader.concerns?.(bytes) ?? true };
    return new LineFeeder({ markers: this.#markers, feed, ...concerns }, reader);
  }
}
