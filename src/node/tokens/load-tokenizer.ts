/** The tokenizer in this process. */

import type { CountText } from '../../core/tokens/chunks.ts';

/** Loads `tokenizer.js` from beside this bundle; for a process that counts once and ends. */
export async function loadTokenizer(): Promise<CountText> {
  // A variable keeps the bundler from taking it in.
  const bundle = './tokenizer.js';
  const { loadO200k } = (await import(bundle)) as { readonly loadO200k: () => CountText };
  return loadO200k();
}
