/** The first line of a transcript, which identifies the session for some agents. */

import { openFollowed } from '../files/own-file.ts';
import type { OpenFile } from '../files/own-file.ts';

const PIECE = 16 * 1024;
/** It may contain an agent's instructions, 13 KB and more; anything much longer isn't such a line. */
const LONGEST = 1024 * 1024;
const LINE_BREAK = 0x0a;

export interface FirstLine {
  /** Null if the line isn't complete, or exceeds 1 MB. */
  readonly line: string | null;
  readonly bytesRead: number;
}

/** Reads the first line in growing chunks. */
export async function readFirstLine(file: OpenFile): Promise<FirstLine> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < LONGEST) {
    const length = Math.max(PIECE, bytes.length);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, bytes.length);
    if (bytesRead === 0) break;
    const end = buffer.subarray(0, bytesRead).indexOf(LINE_BREAK);
    const from = bytes.length;
    bytes = Buffer.concat([bytes, buffer.subarray(0, bytesRead)]);
    if (end !== -1) return { line: bytes.toString('utf8', 0, from + end), bytesRead: bytes.length };
  }
  return { line: null, bytesRead: bytes.length };
}

/**
 * Reads the first line of a file.
 *
 * @throws the system's error
 */
export async function firstLineOf(path: string): Promise<string | null> {
  const file = await openFollowed(path);
  try {
    return (await readFirstLine(file)).line;
  } finally {
    await file.close();
  }
}

/**
 * Reads the beginning of a file as text.
 *
 * @throws the system's error
 */
export async function beginningOf(path: string, bytes: number): Promise<string> {
  const file = await openFollowed(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
