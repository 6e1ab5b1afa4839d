import { oneLine } from './foreign-text.ts';

/**
 * Breaks up `$(name)` with a zero-width space, for surfaces that render it as an icon. VS Code's own escape, a backslash, isn't
 * safe: if a filter highlights the backslash alone, the rest is rendered as an icon again.
 *
 * @returns one line
 * @example withoutIcons('$(flame) hot') // '$\u200b(flame) hot'
 */
export function withoutIcons(text: string): string {
  return oneLine(text).replaceAll('$(', '$\u200b(');
}
