/** Reads what an agent writes to a hook's stdin, or as much as arrives in time. */

import { parseObject } from '../../core/json-fields.ts';

/** Limit of the input; a prompt with a pasted file is far smaller. */
export const MAX_BYTES = 16 * 1024 * 1024;
/** Up to this size, each part is checked for the end of the JSON; beyond it, only the end of the input counts. */
export const PARSED_EARLY = 256 * 1024;

export interface Input {
  readonly isTTY?: boolean;
  on(event: 'data', listener: (part: Buffer) => void): unknown;
  on(event: 'end' | 'error' | 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/**
 * Reads until the input ends, is a whole JSON object, or time is up. Doesn't wait for a terminal.
 *
 * @param begun what was read before
 * @returns the input; empty if it exceeds the limit
 */
export function readInput(
  input: Input,
  milliseconds: number,
  begun: readonly Buffer[] = [],
): Promise<string> {
  if (input.isTTY === true) return Promise.resolve('');
  return new Promise((resolve) => {
    const parts = [...begun];
    let bytes = sizeOf(begun);
    const finish = (): void => {
      clearTimeout(limit);
      input.destroy();
      resolve(bytes > MAX_BYTES ? '' : textOf(parts));
    };
    const limit = setTimeout(finish, milliseconds);
    input.on('data', (part) => {
      bytes += part.length;
      if (bytes > MAX_BYTES) parts.length = 0;
      else parts.push(part);
      // Some callers never close the pipe.
      if (bytes <= PARSED_EARLY && isWhole(parts)) finish();
    });
    for (const event of ['end', 'error', 'close'] as const) input.on(event, finish);
  });
}

/** Returns the text of an input; empty if it exceeds the limit. */
export function textOf(parts: readonly Buffer[]): string {
  return sizeOf(parts) > MAX_BYTES ? '' : Buffer.concat(parts).toString('utf8');
}

/** Tests whether an input is a whole JSON object, which is answered before its end. */
export function isWhole(parts: readonly Buffer[]): boolean {
  const text = Buffer.concat(parts).toString('utf8');
  return text.trimEnd().endsWith('}') && parseObject(text) !== null;
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
