/** What an agent writes to a hook's stdin: whole, or as much as comes in time. */

import { parseObject } from '../../core/json-fields.ts';

/** A prompt with a pasted file, or the summary of a conversation, is far below. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Up to here it is looked whether it is whole with every part that comes; beyond, at the end only. */
const PARSED_EARLY = 256 * 1024;

export interface Input {
  readonly isTTY?: boolean;
  on(event: 'data', listener: (part: Buffer) => void): unknown;
  on(event: 'end' | 'error' | 'close', listener: () => void): unknown;
  destroy(): unknown;
}

/**
 * Reads until the input ends, or is a whole JSON object, or time is up. A terminal is not waited for.
 *
 * @returns what came; empty where it was too much
 */
export function readInput(input: Input, milliseconds: number): Promise<string> {
  if (input.isTTY === true) return Promise.resolve('');
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      clearTimeout(limit);
      input.destroy();
      resolve(bytes > MAX_BYTES ? '' : Buffer.concat(parts).toString('utf8'));
    };
    const limit = setTimeout(finish, milliseconds);
    input.on('data', (part) => {
      bytes += part.length;
      if (bytes > MAX_BYTES) parts.length = 0;
      else parts.push(part);
      // Whoever never closes the pipe has said all by then.
      if (bytes <= PARSED_EARLY && isWhole(parts)) finish();
    });
    for (const event of ['end', 'error', 'close'] as const) input.on(event, finish);
  });
}

function isWhole(parts: readonly Buffer[]): boolean {
  const text = Buffer.concat(parts).toString('utf8');
  return text.trimEnd().endsWith('}') && parseObject(text) !== null;
}
