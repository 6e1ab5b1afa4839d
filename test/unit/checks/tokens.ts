/** The real tokenizer, against which bounds are held. */

import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';

let encoding: Tiktoken | undefined;

/** Tokens of a text (o200k). */
export function countTokens(text: string): number {
  encoding ??= new Tiktoken(o200k);
  return encoding.encode(text, [], []).length;
}
