/**
 * Every expected failure of Ninefold is a `NinefoldError`: a code and its parameters, no words. The words and the exit code are
 * those of `failures/failures.ts`, which only what tells a failure imports.
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

  /** By its name, not by its class: the extension's bundles each have their own. */
  static is(error: unknown, code?: ErrorCode): error is NinefoldError {
    if (!(error instanceof Error) || error.name !== NinefoldError.NAME) return false;
    return code === undefined || ('code' in error && error.code === code);
  }
}
