/** A transcript that somebody named: it may lie anywhere, and not be there. */

import { basename } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { errorCode, isAbsence, reasonOf } from '../files/system-error.ts';

/**
 * Does something with a file that was named.
 *
 * @throws NinefoldError `transcript-missing`, `transcript-unreadable`, `transcript-compressed`; what `read` throws of its own
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

/** The session's id where nothing else says it: the file's name without its ending. */
export function idOfTranscript(transcript: string): string {
  return basename(transcript).replace(/\.[^.]+$/, '');
}
