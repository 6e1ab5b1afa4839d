/** The only call of the TOON encoder. */

import { encode } from '@toon-format/toon';

import { wellFormedValue } from '../text/well-formed.ts';

/** How the encoder writes an empty list; `key[0]:` is equivalent and looks like the tables around it. */
const EMPTY_LIST = /^( *[a-z_]+): \[\]$/gm;

/** Encodes a value with any texts; lone surrogates, which TOON can't encode, become U+FFFD. */
export function encodeToon(value: unknown): string {
  return encode(wellFormedValue(value)).replaceAll(EMPTY_LIST, '$1[0]:');
}
