/** Records of SQLite: variable-length integers, and the columns of a row. Source: https://www.sqlite.org/fileformat2.html */

/** A column's value; null also for one that the row doesn't have, and for a blob, which nothing needs. */
export type Value = string | number | null;

/** The file isn't what it says it is, or changed while it was read. */
export class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase';
}

/** Reads a variable-length integer of up to nine bytes. Larger ones than 2^53 lose their last digits. */
export function readVarint(bytes: Uint8Array, at: number): readonly [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = byteAt(bytes, at + index);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [value * 256 + byteAt(bytes, at + 8), at + 9];
}

export function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new DamagedDatabase('a page ends too early');
  return byte;
}

/** The columns of a record, read when asked for: a long row is only read as far as needed. */
export interface RecordBytes {
  /** Length of the whole record. */
  readonly length: number;
  /** Returns at least its first bytes, as many as asked for. */
  first(count: number): Uint8Array;
}

/**
 * Reads some columns of a record.
 *
 * @param columns their places, in any order
 * @param longest longer texts are null
 */
export function readColumns(
  record: RecordBytes,
  columns: readonly number[],
  longest: number,
): readonly Value[] {
  const start = record.first(Math.min(record.length, 9));
  const [headerLength] = readVarint(start, 0);
  if (headerLength > record.length) throw new DamagedDatabase('a record ends too early');
  const places = placesOf(record.first(headerLength), headerLength);
  return columns.map((column) => {
    const place = places[column];
    if (place === undefined || place.length > longest) return null;
    const end = place.from + place.length;
    if (end > record.length) throw new DamagedDatabase('a record ends too early');
    return valueOf(record.first(end), place);
  });
}

interface Place {
  readonly type: number;
  readonly from: number;
  readonly length: number;
}

/** Bytes of each type of number. */
const LENGTHS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function placesOf(header: Uint8Array, headerLength: number): readonly Place[] {
  const places: Place[] = [];
  let from = headerLength;
  for (let at = readVarint(header, 0)[1]; at < headerLength;) {
    const [type, next] = readVarint(header, at);
    const length = type >= 12 ? Math.floor((type - 12) / 2) : (LENGTHS[type] ?? 0);
    places.push({ type, from, length });
    from += length;
    at = next;
  }
  return places;
}

const TEXT = new TextDecoder();

function valueOf(bytes: Uint8Array, { type, from, length }: Place): Value {
  if (type >= 12) return type % 2 === 1 ? TEXT.decode(bytes.subarray(from, from + length)) : null;
  if (type === 8 || type === 9) return type - 8;
  if (length === 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, length);
  if (type === 7) return view.getFloat64(0);
  let value = view.getInt8(0);
  for (let at = 1; at < length; at += 1) value = value * 256 + view.getUint8(at);
  return value;
}
