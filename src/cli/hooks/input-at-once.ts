/**
 * Reads stdin without Node's stream, which takes a fifth of a process that does nothing, where a read can't wait: from a
 * file, and on Linux from a pipe. A socket can't be opened again without waiting, and a terminal would wait for a person.
 */

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

import { errorCode } from '../../node/files/system-error.ts';
import { isWhole, MAX_BYTES, PARSED_EARLY } from './read-input.ts';

const PIECE = 64 * 1024;

/** What could be read at once. */
export interface BegunInput {
  readonly parts: readonly Buffer[];
  /** The rest may still come, by the stream. */
  readonly isOpen: boolean;
}

/** Reads what is there, up to the limit of an input and one piece. @returns null if only the stream can tell */
export function inputAtOnce(descriptor: number): BegunInput | null {
  const source = openAgain(descriptor);
  if (source === null) return null;
  try {
    return readOn(source);
  } finally {
    if (source !== descriptor) closeSync(source);
  }
}

/** Returns a descriptor of which a read never waits; null if there is none. */
function openAgain(descriptor: number): number | null {
  try {
    const status = fstatSync(descriptor);
    if (status.isFile()) return descriptor;
    if (!status.isFIFO() || process.platform !== 'linux') return null;
    // A flag of its own: the other end, and whoever shares this one, don't notice.
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    // Closed, or of another user: the stream reports it.
    return null;
  }
}

function readOn(source: number): BegunInput {
  const parts: Buffer[] = [];
  for (let bytes = 0; bytes <= MAX_BYTES;) {
    const piece = Buffer.allocUnsafe(PIECE);
    try {
      const length = readSync(source, piece);
      if (length === 0) break;
      parts.push(piece.subarray(0, length));
      bytes += length;
      if (bytes <= PARSED_EARLY && isWhole(parts)) break;
    } catch (error) {
      // Nothing more is there yet, or the stream meets the fault again.
      return { parts, isOpen: errorCode(error) === 'EAGAIN' };
    }
  }
  return { parts, isOpen: false };
}
