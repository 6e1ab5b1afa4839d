/** Text put into Markdown without being taken for Markdown. */

import { block, oneLine } from '../text/foreign-text.ts';
import type { Phrase } from '../meter/meter-words.ts';

/**
 * What means something anywhere in a line: links, images, code, emphasis, HTML, entities, strikethrough. A mark in a secret's
 * place opens nothing where no target follows, and is searched for as it is.
 */
const ANYWHERE =
  /\[redacted: [a-z0-9-]{1,40}\](?![([:])|[\\`*[\]<>]|&(?=#?\w+;)|~(?=~)|(?<=~)~|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu;
/** What begins a heading, a list, a quotation, a rule or a fence where a line or an item of a list begins. */
const BEGINNING = /^(?:#+(?=\s|$)|[-+=](?=[\s=-]|$))/;
const BEGINNING_OF_NUMBERED = /^(\d+)(?=[.)](?:\s|$))/;

/** Text in a line of prose, whatever it holds: nothing of it is taken for Markdown, not where the line begins either. */
export function inline(text: string): string {
  return oneLine(text)
    .replaceAll(ANYWHERE, (found) => (found.length > 1 ? found : `\\${found}`))
    .replace(BEGINNING, (signs) => `\\${signs}`)
    .replace(BEGINNING_OF_NUMBERED, '$1\\');
}

/** Text as it was before `inline`; what stood in more than one line stays in one. */
export function fromInline(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Text as code in a line, whatever backticks it holds. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = longestRun(line);
  const fence = '`'.repeat(longest + 1);
  if (line === '') return '` `';
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** Lines as a block of code, whatever backticks they hold. @param language such as `text`; empty for none */
export function fenced(text: string, language = ''): string {
  const lines = block(text).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
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
