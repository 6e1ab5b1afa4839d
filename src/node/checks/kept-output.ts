/** Keeps the head and tail of an output, in bounded memory. */

const MB = 1024 * 1024;
/** Size of the head, and of the tail. */
const HALF_BYTES = 5 * MB;
/** The rest of a private key that began before the tail. */
const REST_OF_KEY = /^(?:(?!-----BEGIN )[\s\S])*?-----END [A-Z ]*PRIVATE KEY-----/;

export class KeptOutput {
  readonly #half: number;
  #head = Buffer.alloc(0);
  #headBytes = 0;
  /** A ring buffer that overwrites its oldest bytes. */
  #tail: Buffer | undefined;
  #tailBytes = 0;

  /** @param half number of bytes to keep of the head, and of the tail */
  constructor(half = HALF_BYTES) {
    this.#half = half;
  }

  add(bytes: Uint8Array): void {
    const forHead = Math.min(bytes.length, this.#half - this.#headBytes);
    if (forHead > 0) this.#addToHead(bytes.subarray(0, forHead));
    if (forHead < bytes.length) this.#addToTail(bytes.subarray(forHead));
  }

  /** Returns the output; a line replaces the middle and tells its size. Both halves end with a whole line. */
  text(): string {
    const head = this.#head.subarray(0, this.#headBytes).toString('utf8');
    if (this.#tail === undefined) return head;
    const left = this.#tailBytes - this.#half;
    if (left <= 0) return head + this.#tail.subarray(0, this.#tailBytes).toString('utf8');
    const at = this.#tailBytes % this.#half;
    const tail = Buffer.concat([this.#tail.subarray(at), this.#tail.subarray(0, at)]).toString('utf8');
    const wholeHead = head.slice(0, head.lastIndexOf('\n') + 1) || `${head}\n`;
    const wholeTail = tail.slice(tail.indexOf('\n') + 1).replace(REST_OF_KEY, '');
    return `${wholeHead}[… ${left} bytes left out …]\n${wholeTail}`;
  }

  #addToHead(bytes: Uint8Array): void {
    const needed = this.#headBytes + bytes.length;
    if (needed > this.#head.length) {
      const grown = Buffer.alloc(Math.min(this.#half, Math.max(needed, this.#head.length * 2)));
      this.#head.copy(grown, 0, 0, this.#headBytes);
      this.#head = grown;
    }
    this.#head.set(bytes, this.#headBytes);
    this.#headBytes = needed;
  }

  #addToTail(bytes: Uint8Array): void {
    this.#tail ??= Buffer.alloc(this.#half);
    // Only the end of a chunk that exceeds the ring stays.
    const skipped = Math.max(0, bytes.length - this.#half);
    this.#tailBytes += skipped;
    for (let from = skipped; from < bytes.length;) {
      const at = this.#tailBytes % this.#half;
      const piece = bytes.subarray(from, from + this.#half - at);
      this.#tail.set(piece, at);
      this.#tailBytes += piece.length;
      from += piece.length;
    }
  }
}
