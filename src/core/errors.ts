/**
 * Every expected failure is a `NinefoldError`: a code and its parameters, without words. Words and exit codes are in
 * `failures/failures.ts`, which only those who show failures import.
 */

import type { ErrorCode } from './failures/failures.ts';
import type { MessageParameters } from './messages.ts';

export class NinefoldError extends Error {
  static readonly NAME = 'NinefoldError';
  readonly code: ErrorCode;
  readonly parameters: MessageParameters;

  constructor(code: ErrorCode, parameters: MessageParameters = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = NinefoldError.NAME;
    this.code = code;
    this.parameters = parameters;
  }

  /** Compares names, not classes, because each of the extension's bundles has its own class. */
  static is(error: unknown, code?: ErrorCode): error is NinefoldError {
    if (!(error instanceof Error) || error.name !== NinefoldError.NAME) return false;
    return code === undefined || ('code' in error && error.code === code);
  }
}

/**
 * Returns an expected failure as a value, for `catch`.
 *
 * @throws whatever else was thrown
 */
export function asFailure(error: unknown): NinefoldError {
  if (NinefoldError.is(error)) return error;
  throw error;
}
