/**
 * The cache counts of a call. Claude Code writes both of them; a gateway may send none. Where one is missing beside the other, or
 * where earlier calls of this model had them, most of the context wasn't told: the rest would read as a small number.
 */

import type { Fields } from '../../json-fields.ts';
import type { TokenFigures } from '../../meter/token-figures.ts';

const CREATION = 'cache_creation_input_tokens';
const READ = 'cache_read_input_tokens';

/** Whether a usage tells of the cache at all. */
export function countsCache(usage: Fields): boolean {
  return [CREATION, READ, 'cache_creation'].some((name) => usage[name] !== undefined);
}

/** Take both counts of a usage. @param isExpected earlier calls had them, so none may be missing */
export function cacheCounts(
  figures: TokenFigures,
  usage: Fields,
  isExpected = false,
): { readonly creation: number; readonly read: number } {
  if (!isExpected && !countsCache(usage)) return { creation: 0, read: 0 };
  return { creation: creationOf(figures, usage), read: figures.required(usage, READ) };
}

/** Rule 5: where the flat figure is 0 or missing and the nested ones aren't, the nested ones hold it. */
function creationOf(figures: TokenFigures, usage: Fields): number {
  const flat = figures.optional(usage, CREATION);
  const nested = flat > 0 ? null : figures.group(usage, 'cache_creation');
  if (nested === null) return figures.required(usage, CREATION);
  return (
    figures.optional(nested, 'ephemeral_5m_input_tokens') +
    figures.optional(nested, 'ephemeral_1h_input_tokens')
  );
}
