/** Limits the size and depth of a message, one per line. A larger one gets an error as its answer and isn't parsed. */

import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';

import { hasMoreLevels } from '../core/text/nesting.ts';

/** Maximum size of a message in bytes; a background task with a pasted file stays far below it. */
export const LARGEST_MESSAGE = 1024 * 1024;
/** Maximum nesting; messages of the protocol stay far below it, and deeper ones can overflow a recursive reader's stack. */
export const DEEPEST_MESSAGE = 100;

const NEWLINE = 0x0a;
/** Number of bytes at each end of a too large message in which its id is searched. */
const GLANCE = 1024;
const ID = /"id"\s*:\s*("[^"\\]{1,200}"|-?\d{1,15})/;
/** JSON-RPC error code. */
const INVALID_REQUEST = -32600;

/** Passes lines within the limits on; answers each other one with an error under its own id. */
export class MessageLimiter extends Transform {
  readonly #answer: (line: string) => void;
  #parts: Buffer[] = [];
  #bytes = 0;
  /** The end of a line that is too large; besides it only the line's beginning is kept. */
  #tail: Buffer = Buffer.alloc(0);

  /** @param answer writes a line to the sender */
  constructor(answer: (line: string) => void) {
    super();
    this.#answer = answer;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk.subarray(start, end + 1));
      this.#endLine();
      start = end + 1;
    }
    this.#take(chunk.subarray(start));
    done();
  }

  #take(part: Buffer): void {
    if (part.length === 0) return;
    this.#bytes += part.length;
    if (this.#bytes <= LARGEST_MESSAGE) {
      this.#parts.push(part);
      return;
    }
    // A pipe may give all of it in one part, as on Windows.
    this.#parts = [Buffer.concat([...this.#parts, part.subarray(0, GLANCE)]).subarray(0, GLANCE)];
    this.#tail = Buffer.concat([this.#tail, part.subarray(-GLANCE)]).subarray(-GLANCE);
  }

  #endLine(): void {
    const line = Buffer.concat(this.#parts);
    const isLarge = this.#bytes > LARGEST_MESSAGE;
    const ends = isLarge ? [line, this.#tail] : [line.subarray(0, GLANCE), line.subarray(-GLANCE)];
    if (isLarge) this.#refuse(ends, `has ${this.#bytes} bytes; the limit is ${LARGEST_MESSAGE}`);
    else if (hasMoreLevels(line.toString('utf8'), DEEPEST_MESSAGE))
      this.#refuse(ends, `is nested more than ${DEEPEST_MESSAGE} levels deep`);
    else this.push(line);
    this.#parts = [];
    this.#bytes = 0;
    this.#tail = Buffer.alloc(0);
  }

  #refuse(ends: readonly Buffer[], why: string): void {
    const id = ends.map((end) => ID.exec(end.toString('utf8'))?.[1]).find((found) => found !== undefined);
    const message = `The message ${why}. Nothing was changed. Send less, or put a long text in a file and pass its path.`;
    const error = JSON.stringify({ code: INVALID_REQUEST, message });
    this.#answer(`{"jsonrpc":"2.0","id":${id ?? 'null'},"error":${error}}\n`);
  }
}
