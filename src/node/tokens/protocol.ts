/** What the tokenizer's worker is asked, and what it answers. */

import type { TokenCount } from '../../core/tokens/chunks.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';

/** A thread that loads the bundle for another reason serves nobody. */
export const TOKENIZER = 'ninefold.tokenizer';

/** What the worker is started with. */
export interface TokenizerWorkerData {
  readonly kind: typeof TOKENIZER;
  readonly encoding: Encoding;
}

export type TokenizerQuestion =
  | { readonly kind: 'open'; readonly uri: string; readonly text: string }
  | { readonly kind: 'change'; readonly uri: string; readonly changes: readonly ContentChange[] }
  | { readonly kind: 'close'; readonly uri: string }
  | { readonly kind: 'count'; readonly text: string }
  | { readonly kind: 'countFile'; readonly path: string }
  /** Of all open documents. */
  | { readonly kind: 'total' };

export type TokenizerRequest = TokenizerQuestion & { readonly id: number };

/** Null: the document isn't open (any more), the file can't be read, or it isn't text. */
export type TokenizerAnswer = TokenCount | null;

export interface TokenizerReply {
  readonly id: number;
  readonly answer: TokenizerAnswer;
}
