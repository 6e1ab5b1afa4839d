import { block } from './foreign-text.ts';

/**
 * Separates a link's text from its target, for surfaces that turn `[text](target)` into a link and have no escape for
 * it.
 *
 * @example withoutLinks('[x](command:y)') // '[x] (command:y)'
 */
export function withoutLinks(text: string): string {
  return block(text).replaceAll('](', '] (');
}
