import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const ENTRY_LENGTH = 46;
const FILE_LENGTH = 30;
const STORED = 0;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly size: number;
  /** Where its own header begins. */
  readonly at: number;
}

/** The names in a zip file. */
export function zipEntries(path: string): string[] {
  return entriesOf(readFileSync(path), path)
    .map(({ name }) => name)
    .sort();
}

/** The text of one file in it. */
export function zipText(path: string, name: string): string {
  const zip = readFileSync(path);
  const entry = entriesOf(zip, path).find((one) => one.name === name);
  if (entry === undefined) throw new Error(`${path} has no ${name}.`);
  const { at, size, method } = entry;
  const start = at + FILE_LENGTH + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const content = zip.subarray(start, start + size);
  return (method === STORED ? content : inflateRawSync(content)).toString('utf8');
}

/** By its central directory (APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16). */
function entriesOf(zip: Buffer, path: string): readonly Entry[] {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error(`${path} is no zip file.`);
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error(`${path} has no entry at byte ${at}.`);
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push({
      name: zip.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength),
      method: zip.readUInt16LE(at + 10),
      size: zip.readUInt32LE(at + 20),
      at: zip.readUInt32LE(at + 42),
    });
    at += ENTRY_LENGTH + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
