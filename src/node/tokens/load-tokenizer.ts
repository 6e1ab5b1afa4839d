/** Runs the tokenizer in this process. */

import type { CountText } from '../../core/tokens/chunks.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';

/** Loads `tokenizer.js` from this bundle's folder, for a process that counts once and exits. */
export async function loadTokenizer(encoding: Encoding = 'o200k'): Promise<CountText> {
  // A variable keeps the bundler from including it.
  const bundle = './tokenizer.js';
  const { loadEncoding } = (await import(bundle)) as {
    readonly loadEncoding: (encoding: Encoding) => CountText;
  };
  return loadEncoding(encoding);
}
