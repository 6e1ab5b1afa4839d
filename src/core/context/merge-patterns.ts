/** Merges a person's patterns with those found in the code. */

import type { Pattern } from '../workflow/state.ts';

/**
 * Merges patterns: a person's come first and override found ones of the same type.
 *
 * @param own a person's, from `pattern set`
 */
export function mergePatterns(own: readonly Pattern[], found: readonly Pattern[]): readonly Pattern[] {
  const taken = new Set(own.map(({ type }) => patternKey(type)));
  const rest = found.filter(({ type }) => !taken.has(patternKey(type)));
  return [...own, ...rest].map(({ type, convention, example }) => ({ type, convention, example }));
}

/** Makes `File-Naming` and `file_naming` the same type. */
export function patternKey(type: string): string {
  return type.toLowerCase().replaceAll('-', '_');
}
