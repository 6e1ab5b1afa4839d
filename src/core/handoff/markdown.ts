/** Text put into Markdown without being taken for Markdown. */

/** Text in a line of prose: what would open a link, an image, emphasis or HTML is escaped. */
export function inline(text: string): string {
  return text.replaceAll(/[\\`*[\]<>]/g, (character) => `\\${character}`);
}

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}
