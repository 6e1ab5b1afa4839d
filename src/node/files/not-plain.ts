/** Names what is in the place of a file but isn't one, so that a person finds it. */

import type { Dirent } from 'node:fs';

import { NOT_PLAIN } from './system-error.ts';

export const LINK_REASON = 'it is a link';

/** The path isn't a plain file; the message tells what it is. */
export class NotPlainError extends Error {
  /** Like a system error code, because callers ask failures for their code. */
  readonly code = NOT_PLAIN;
}

export class LinkError extends NotPlainError {
  constructor(options?: ErrorOptions) {
    super(LINK_REASON, options);
  }
}

/** Common part of a file's status and a folder entry. */
type Told = Pick<Dirent, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket'>;

/**
 * Refuses what isn't a plain file.
 *
 * @throws NotPlainError
 */
export function requirePlain(status: Told): void {
  if (!status.isFile()) throw new NotPlainError(`it is ${kindOf(status)}`);
}

function kindOf(status: Told): string {
  if (status.isDirectory()) return 'a folder';
  if (status.isFIFO()) return 'a named pipe';
  if (status.isSocket()) return 'a socket';
  return 'a device';
}
