/** A transcript named by a person: it may be anywhere, and may not exist. */

import { basename } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { errorCode, isAbsence, reasonOf } from '../files/system-error.ts';

/**
 * Reads a named file.
 *
 * @throws NinefoldError `transcript-missing`, `transcript-unreadable`, `transcript-compressed`; what `read` itself
 *   throws
 */
export async function readable<T>(transcript: string, read: (path: string) => Promise<T>): Promise<T> {
  if (transcript.endsWith('.zst')) throw new NinefoldError('transcript-compressed', { path: transcript });
  try {
    return await read(transcript);
  } catch (error) {
    if (errorCode(error) === undefined || NinefoldError.is(error)) throw error;
    if (isAbsence(error))
      throw new NinefoldError('transcript-missing', { path: transcript }, { cause: error });
    const reason = reasonOf(error);
    throw new NinefoldError('transcript-unreadable', { path: transcript, reason }, { cause: error });
  }
}

/** Returns the fallback for the session id: the file name without extension. */
export function idOfTranscript(transcript: string): string {
  return basename(transcript).replace(/\.[^.]+$/, '');
}
