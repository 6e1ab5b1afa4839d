/** Parses JSON with comments and trailing commas. */

import { parse } from 'jsonc-parser';

import { withinStack } from './json-format.ts';

/** Returns what can be read of the text; undefined if that is nothing. */
export function parseWithComments(text: string): unknown {
  return withinStack<unknown>(() => parse(text, undefined, { allowTrailingComma: true }));
}
