/** The one call of the TOON encoder. */

import { encode } from '@toon-format/toon';

import { wellFormedValue } from '../text/well-formed.ts';

/** How the encoder writes an empty list; `key[0]:` says the same as a header, as the tables beside it do. */
const EMPTY_LIST = /^( *[a-z_]+): \[\]$/gm;

/** Encodes a value, whatever its texts hold: of half a surrogate pair, which TOON can't write, U+FFFD is written. */
export function encodeToon(value: unknown): string {
  return encode(wellFormedValue(value)).replaceAll(EMPTY_LIST, '$1[0]:');
}
