import { block } from './foreign-text.ts';

/** Returns an unexpected error with its stack trace, which a bug report needs, safe to print. */
export function faultText(error: unknown): string {
  return block(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
