/**
 * The write-ahead log of SQLite: pages that were written since, each in a frame. What a reader may see ends with the
 * last frame that commits, as far as the checksums hold. Source: https://www.sqlite.org/fileformat2.html#walformat
 */

export const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;
const VERSION = 3_007_000;
/** Whether this machine stores words that way. */
const IS_LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Which frame has each page. It grows as the log does. */
export class WalIndex {
  readonly pageSize: number;
  readonly #isLittle: boolean;
  readonly #salt: readonly [number, number];
  #sums: readonly [number, number];
  #frames = 0;
  /** As of the last commit. */
  #sound: { readonly sums: readonly [number, number]; readonly frames: number };
  /** Of frames since the last commit. */
  readonly #pending = new Map<number, number>();
  readonly #committed = new Map<number, number>();

  private constructor(view: DataView, sums: readonly [number, number]) {
    this.pageSize = view.getUint32(8);
    this.#isLittle = view.getUint32(0) === MAGIC;
    this.#salt = [view.getUint32(16), view.getUint32(20)];
    this.#sums = sums;
    this.#sound = { sums, frames: 0 };
  }

  /** Reads the log's header; null if it isn't one, such as when nothing was written yet. */
  static of(header: Uint8Array): WalIndex | null {
    if (header.length < WAL_HEADER) return null;
    const view = new DataView(header.buffer, header.byteOffset, WAL_HEADER);
    const magic = view.getUint32(0);
    if ((magic !== MAGIC && magic !== MAGIC + 1) || view.getUint32(4) !== VERSION) return null;
    const sums = checksum([0, 0], view, 24, magic === MAGIC);
    const isWhole = sums[0] === view.getUint32(24) && sums[1] === view.getUint32(28);
    const size = view.getUint32(8);
    return isWhole && size >= 512 && (size & (size - 1)) === 0 ? new WalIndex(view, sums) : null;
  }

  /** Bytes of a frame. */
  get frameSize(): number {
    return FRAME_HEADER + this.pageSize;
  }

  /** Where the next frame begins. */
  get end(): number {
    return WAL_HEADER + this.#frames * this.frameSize;
  }

  /** Returns where a page's bytes are in the log; null if it isn't there. */
  placeOf(page: number): number | null {
    const frame = this.#committed.get(page);
    return frame === undefined ? null : WAL_HEADER + frame * this.frameSize + FRAME_HEADER;
  }

  /**
   * Takes frames from {@link end} on, whole ones only.
   *
   * @returns false once one isn't of this log: what follows is left from an earlier one, or isn't written yet
   */
  take(bytes: Uint8Array): boolean {
    for (let at = 0; at + this.frameSize <= bytes.length; at += this.frameSize)
      if (!this.#takeFrame(new DataView(bytes.buffer, bytes.byteOffset + at, this.frameSize))) return false;
    return true;
  }

  /** Forgets what follows the last commit: a writer may take it back, and write something else there. */
  settle(): void {
    this.#pending.clear();
    this.#sums = this.#sound.sums;
    this.#frames = this.#sound.frames;
  }

  #takeFrame(view: DataView): boolean {
    const isOwn = view.getUint32(8) === this.#salt[0] && view.getUint32(12) === this.#salt[1];
    const page = view.getUint32(0);
    if (!isOwn || page === 0) return false;
    const body = new DataView(view.buffer, view.byteOffset + FRAME_HEADER, this.pageSize);
    const sums = checksum(checksum(this.#sums, view, 8, this.#isLittle), body, this.pageSize, this.#isLittle);
    if (sums[0] !== view.getUint32(16) || sums[1] !== view.getUint32(20)) return false;
    this.#sums = sums;
    this.#pending.set(page, this.#frames);
    this.#frames += 1;
    if (view.getUint32(4) !== 0) {
      for (const [number, frame] of this.#pending) this.#committed.set(number, frame);
      this.#pending.clear();
      this.#sound = { sums, frames: this.#frames };
    }
    return true;
  }
}

type Sums = readonly [number, number];

/** Adds two words at a time. A log may have tens of megabytes, so words of this machine's order are read at once. */
function checksum(sums: Sums, view: DataView, length: number, isLittle: boolean): Sums {
  const isOwnOrder = isLittle === IS_LITTLE && view.byteOffset % 4 === 0;
  if (isOwnOrder) return sumOfWords(sums, new Int32Array(view.buffer, view.byteOffset, length / 4));
  let [one, two] = sums;
  for (let at = 0; at < length; at += 8) {
    one = (one + view.getUint32(at, isLittle) + two) >>> 0;
    two = (two + view.getUint32(at + 4, isLittle) + one) >>> 0;
  }
  return [one, two];
}

function sumOfWords([first, second]: Sums, words: Int32Array): Sums {
  let one = first | 0;
  let two = second | 0;
  for (let at = 0; at < words.length; at += 2) {
    one = (one + (words[at] ?? 0) + two) | 0;
    two = (two + (words[at + 1] ?? 0) + one) | 0;
  }
  return [one >>> 0, two >>> 0];
}
