/** Walks SQLite's trees of pages, newest rows first. Source: https://www.sqlite.org/fileformat2.html */

import { byteAt, DamagedDatabase, readColumns, readVarint, type RecordBytes, type Value } from './record.ts';

/** The pages of one state of a database. */
export interface Pages {
  /** Bytes of a page that are in use. */
  readonly usable: number;
  /**
   * Returns a page by its number, from 1.
   *
   * @throws DamagedDatabase if there is none
   */
  page(number: number): Uint8Array;
}

/** A row of a table. */
export interface Row {
  readonly rowid: number;
  readonly record: RecordBytes;
}

const TABLE_LEAF = 0x0d;
const TABLE_INNER = 0x05;
const INDEX_LEAF = 0x0a;
const INDEX_INNER = 0x02;
/** No tree of a readable file is deeper; a damaged one may lead back to itself. */
const DEEPEST = 32;
/** Longest key of an index. */
const LONGEST_KEY = 4096;

/** Yields the rows of a table, the highest rowid first. */
export function* rowsFromEnd(pages: Pages, root: number, depth = 0): Generator<Row> {
  const node = nodeAt(pages, root, depth);
  if (node.type === TABLE_LEAF) {
    for (let index = node.count - 1; index >= 0; index -= 1) yield tableRow(pages, node, index);
    return;
  }
  if (node.type !== TABLE_INNER) throw new DamagedDatabase('a table leads to another kind of page');
  for (let index = node.count; index >= 0; index -= 1)
    yield* rowsFromEnd(pages, childOf(node, index), depth + 1);
}

/** Finds a row; null if there is none. */
export function findRow(pages: Pages, root: number, rowid: number): Row | null {
  let at = root;
  for (let depth = 0; ; depth += 1) {
    const node = nodeAt(pages, at, depth);
    if (node.type === TABLE_LEAF) {
      const index = firstIndex(node, (cell) => rowidOf(node, cell) >= rowid);
      const row = index < node.count ? tableRow(pages, node, index) : null;
      return row?.rowid === rowid ? row : null;
    }
    if (node.type !== TABLE_INNER) throw new DamagedDatabase('a table leads to another kind of page');
    at = childOf(
      node,
      firstIndex(node, (cell) => readVarint(node.bytes, placeOf(node, cell) + 4)[0] >= rowid),
    );
  }
}

/** Yields the rowids of an index's entries whose first column has a value, the last entry first. */
export function* rowidsFromEnd(pages: Pages, root: number, key: string, depth = 0): Generator<number> {
  const node = nodeAt(pages, root, depth);
  const isInner = node.type === INDEX_INNER;
  if (!isInner && node.type !== INDEX_LEAF)
    throw new DamagedDatabase('an index leads to another kind of page');
  const after = firstIndex(node, (cell) => compare(entryAt(pages, node, cell)[0], key) > 0);
  if (isInner) yield* rowidsFromEnd(pages, childOf(node, after), key, depth + 1);
  for (let index = after - 1; index >= 0; index -= 1) {
    const entry = entryAt(pages, node, index);
    if (compare(entry[0], key) < 0) return;
    const rowid = entry.at(-1);
    if (typeof rowid === 'number') yield rowid;
    if (isInner) yield* rowidsFromEnd(pages, childOf(node, index), key, depth + 1);
  }
}

/** Null sorts before numbers, and they before texts, which sort by their bytes: those of an id are ASCII. */
function compare(value: Value | undefined, key: string): number {
  if (typeof value !== 'string') return -1;
  if (value === key) return 0;
  return value < key ? -1 : 1;
}

interface Node {
  readonly bytes: Uint8Array;
  readonly type: number;
  readonly count: number;
  /** Where its header begins: that of the file precedes it on the first page. */
  readonly start: number;
}

function nodeAt(pages: Pages, number: number, depth: number): Node {
  if (depth > DEEPEST) throw new DamagedDatabase('a tree has no end');
  const bytes = pages.page(number);
  const start = number === 1 ? 100 : 0;
  return { bytes, start, type: byteAt(bytes, start), count: uint16(bytes, start + 3) };
}

/** Finds the first cell for which the test holds, which holds for all after it. @returns the count if for none */
function firstIndex(node: Node, holds: (cell: number) => boolean): number {
  let low = 0;
  let high = node.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function placeOf({ bytes, start, type }: Node, cell: number): number {
  const header = type === TABLE_INNER || type === INDEX_INNER ? 12 : 8;
  return uint16(bytes, start + header + cell * 2);
}

/** The child before a cell; the last one is in the header. */
function childOf(node: Node, cell: number): number {
  return uint32(node.bytes, cell < node.count ? placeOf(node, cell) : node.start + 8);
}

function rowidOf(node: Node, cell: number): number {
  const [, at] = readVarint(node.bytes, placeOf(node, cell));
  return readVarint(node.bytes, at)[0];
}

function tableRow(pages: Pages, node: Node, cell: number): Row {
  const [length, afterLength] = readVarint(node.bytes, placeOf(node, cell));
  const [rowid, from] = readVarint(node.bytes, afterLength);
  return { rowid, record: payload(pages, node.bytes, { from, length, most: pages.usable - 35 }) };
}

/** The columns of an index's entry, the rowid last. */
function entryAt(pages: Pages, node: Node, cell: number): readonly Value[] {
  const at = placeOf(node, cell) + (node.type === INDEX_INNER ? 4 : 0);
  const [length, from] = readVarint(node.bytes, at);
  const most = Math.floor(((pages.usable - 12) * 64) / 255) - 23;
  const record = payload(pages, node.bytes, { from, length, most });
  const [headerLength, first] = readVarint(record.first(Math.min(length, 9)), 0);
  const header = record.first(headerLength);
  let columns = 0;
  for (let place = first; place < headerLength; columns += 1) [, place] = readVarint(header, place);
  return readColumns(record, columns < 2 ? [0] : [0, columns - 1], LONGEST_KEY);
}

interface Payload {
  readonly from: number;
  readonly length: number;
  /** Bytes of a record that fit on a page of this kind. */
  readonly most: number;
}

/** A record: what is on its page, and further pages once they are asked for. */
function payload(pages: Pages, bytes: Uint8Array, { from, length, most }: Payload): RecordBytes {
  const { usable } = pages;
  if (length <= most) return { length, first: () => slice(bytes, from, length) };
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  const local = wanted <= most ? wanted : least;
  let known = slice(bytes, from, local);
  let next = uint32(bytes, from + local);
  return {
    length,
    first(count) {
      while (known.length < Math.min(count, length)) {
        const page = pages.page(next);
        const rest = slice(page, 4, Math.min(usable - 4, length - known.length));
        const longer = new Uint8Array(known.length + rest.length);
        longer.set(known);
        longer.set(rest, known.length);
        [known, next] = [longer, uint32(page, 0)];
      }
      return known;
    },
  };
}

function slice(bytes: Uint8Array, from: number, length: number): Uint8Array {
  if (from + length > bytes.length) throw new DamagedDatabase('a page ends too early');
  return bytes.subarray(from, from + length);
}

function uint16(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) * 256 + byteAt(bytes, at + 1);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 65_536 + uint16(bytes, at + 2);
}
