/**
 * Every expected failure of Ninefold is a `NinefoldError`: a code and its parameters, no words. The words are
 * made at the surface (`messages.ts` holds the English table; the host translates it).
 */

import type { MessageParameters } from './messages.ts';
import { type ErrorCode, exitCodeOf } from './messages.ts';

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

  /** 1 refused, nothing changed; 3 state unreadable. (2, unknown usage, is the command line's own.) */
  get exitCode(): 1 | 3 {
    return exitCodeOf(this.code);
  }

  /** By its name, not by its class: the extension's bundles each have their own. */
  static is(error: unknown, code?: ErrorCode): error is NinefoldError {
    if (!(error instanceof Error) || error.name !== NinefoldError.NAME) return false;
    return code === undefined || ('code' in error && error.code === code);
  }
}
