/** What stands where a file is looked for and is none: named, so that a person finds it. */

import type { Dirent } from 'node:fs';

import { NOT_PLAIN } from './system-error.ts';

export const LINK_REASON = 'it is a link';

/** What stands there isn't what Ninefold puts there; the message says what it is. */
export class NotPlainError extends Error {
  /** As if the system said so: whoever asks a failure for its code takes this for one of its own. */
  readonly code = NOT_PLAIN;
}

export class LinkError extends NotPlainError {
  constructor(options?: ErrorOptions) {
    super(LINK_REASON, options);
  }
}

/** What the status of a file and an entry of a folder both tell. */
type Told = Pick<Dirent, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket'>;

/** Refuses what is no plain file. @throws NotPlainError */
export function requirePlain(status: Told): void {
  if (!status.isFile()) throw new NotPlainError(`it is ${kindOf(status)}`);
}

function kindOf(status: Told): string {
  if (status.isDirectory()) return 'a folder';
  if (status.isFIFO()) return 'a named pipe';
  if (status.isSocket()) return 'a socket';
  return 'a device';
}
