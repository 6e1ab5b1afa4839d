/** Messages to and from the tokenizer's worker. */

import type { TokenCount } from '../../core/tokens/chunks.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import type { ContentChange } from '../../core/tokens/counted-document.ts';

/** Marks a worker for the tokenizer, so that the bundle does nothing in a thread that loads it for another reason. */
export const TOKENIZER = 'ninefold.tokenizer';

/** Data for starting the worker. */
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
  /** For all open documents. */
  | { readonly kind: 'total' };

export type TokenizerRequest = TokenizerQuestion & { readonly id: number };

/** Null: the document isn't open (any more), the file can't be read, or it isn't text. */
export type TokenizerAnswer = TokenCount | null;

export interface TokenizerReply {
  readonly id: number;
  readonly answer: TokenizerAnswer;
}
