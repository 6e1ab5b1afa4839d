import { block } from './foreign-text.ts';

/**
 * Parts a link's text from its target, for surfaces that make links of `[text](target)` and have no escape for it.
 *
 * @example withoutLinks('[x](command:y)') // '[x] (command:y)'
 */
export function withoutLinks(text: string): string {
  return block(text).replaceAll('](', '] (');
}
