import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { readChunks } from '../../../src/node/files/growing-file.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

/** Longer than three chunks, and no two chunks alike. */
const TEXT = Array.from({ length: 400_000 }, (_, line) => `${line}\n`.padStart(9, '.')).join('');

describe('reading a part of a file in chunks', () => {
  let file: FileHandle;

  beforeEach(async () => {
    const path = join(newFolder(), 'transcript.jsonl');
    writeFileSync(path, TEXT);
    file = await open(path);
  });

  afterEach(async () => {
    await file.close();
    removeFolders();
  });

  it('passes on every byte once, in order, and stops where it should', async () => {
    const [from, to] = [5, TEXT.length - 7];
    const parts: string[] = [];
    strictEqual(await readChunks(file, from, to, (bytes) => parts.push(bytes.toString('latin1'))), to);
    strictEqual(parts.length > 2, true);
    deepStrictEqual(parts.join(''), TEXT.slice(from, to));
  });

  it('ends where the file does', async () => {
    const parts: string[] = [];
    const end = await readChunks(file, 0, TEXT.length * 2, (bytes) => parts.push(bytes.toString('latin1')));
    strictEqual(end, TEXT.length);
    deepStrictEqual(parts.join(''), TEXT);
  });

  it('passes on nothing of an empty part', async () => {
    const taken: number[] = [];
    strictEqual(await readChunks(file, 12, 12, ({ length }) => taken.push(length)), 12);
    deepStrictEqual(taken, []);
  });

  it('fails as its receiver does, with no read left that the file would wait for', async () => {
    const failure = new Error('full');
    let pending = 0;
    const counted = {
      read: async (...args: Parameters<FileHandle['read']>) => {
        pending += 1;
        const chunk = await file.read(...args);
        pending -= 1;
        return chunk;
      },
    } as unknown as FileHandle;
    const reading = readChunks(counted, 0, TEXT.length, () => {
      throw failure;
    });
    await rejects(reading, failure);
    strictEqual(pending, 0);
  });
});
