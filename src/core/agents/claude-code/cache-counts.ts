/**
 * The cache counts of a call. Claude Code writes both; a gateway may send none. If only one is missing, or earlier
 * calls of this model had them, most of the context is unknown, and the rest would look like a small number.
 */

import type { Fields } from '../../json-fields.ts';
import type { TokenFigures } from '../../meter/token-figures.ts';

const CREATION = 'cache_creation_input_tokens';
const READ = 'cache_read_input_tokens';

/** Tests whether a usage has any cache counts. */
export function countsCache(usage: Fields): boolean {
  return [CREATION, READ, 'cache_creation'].some((name) => usage[name] !== undefined);
}

/**
 * Takes both counts of a usage.
 *
 * @param isExpected earlier calls had them, so none may be missing
 */
export function cacheCounts(
  figures: TokenFigures,
  usage: Fields,
  isExpected = false,
): { readonly creation: number; readonly read: number } {
  if (!isExpected && !countsCache(usage)) return { creation: 0, read: 0 };
  return { creation: creationOf(figures, usage), read: figures.required(usage, READ) };
}

/** Rule 5: if the flat figure is 0 or missing and the nested ones aren't, use the nested ones. */
function creationOf(figures: TokenFigures, usage: Fields): number {
  const flat = figures.optional(usage, CREATION);
  const nested = flat > 0 ? null : figures.group(usage, 'cache_creation');
  if (nested === null) return figures.required(usage, CREATION);
  return (
    figures.optional(nested, 'ephemeral_5m_input_tokens') +
    figures.optional(nested, 'ephemeral_1h_input_tokens')
  );
}
