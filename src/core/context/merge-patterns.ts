/** A person's patterns and those found in the code, as one table. */

import type { Pattern } from '../workflow/state.ts';

/**
 * What a person set comes first and wins over what was found for the same type; what was found fills the rest.
 *
 * @param own a person's, by `pattern set`
 */
export function mergePatterns(own: readonly Pattern[], found: readonly Pattern[]): readonly Pattern[] {
  const taken = new Set(own.map(({ type }) => patternKey(type)));
  const rest = found.filter(({ type }) => !taken.has(patternKey(type)));
  return [...own, ...rest].map(({ type, convention, example }) => ({ type, convention, example }));
}

/** `File-Naming` and `file_naming` are one type. */
export function patternKey(type: string): string {
  return type.toLowerCase().replaceAll('-', '_');
}
