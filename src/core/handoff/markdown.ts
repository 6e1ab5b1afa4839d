/** Text put into Markdown without being taken for Markdown. */

import type { Phrase } from '../meter/meter-words.ts';

/**
 * Text in a line of prose: what would open a link, an image, emphasis or HTML is escaped. A mark in a secret's place opens
 * nothing, and is searched for as it is.
 */
export function inline(text: string): string {
  return text.replaceAll(/\[redacted: [a-z0-9-]{1,40}\]|[\\`*[\]<>]/g, (found) =>
    found.length > 1 ? found : `\\${found}`,
  );
}

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

/**
 * A phrase for where Markdown is rendered. What goes into its template (names, ids, paths, reasons) comes from files that
 * anybody may have written, and stays text: an image in it would be fetched by a mere hover.
 */
export function markdownOf({ template, parameters }: Phrase): Phrase {
  const safe = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? inline(value) : value] as const,
  );
  return { template, parameters: Object.fromEntries(safe) };
}
