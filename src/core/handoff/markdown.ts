/** Escapes text for Markdown. */

import { block, oneLine } from '../text/foreign-text.ts';
import type { Phrase } from '../meter/meter-words.ts';

/**
 * What has a meaning anywhere in a line: links, images, code, emphasis, HTML, entities, strikethrough. A redaction
 * marker is harmless without a link target after it, and stays searchable.
 */
const ANYWHERE =
  /\[redacted: [a-z0-9-]{1,40}\](?![([:])|[\\`*[\]<>]|&(?=#?\w+;)|~(?=~)|(?<=~)~|(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu;
/** What starts a heading, list, quotation, rule, or fence at the beginning of a line or list item. */
const BEGINNING = /^(?:#+(?=\s|$)|[-+=](?=[\s=-]|$))/;
const BEGINNING_OF_NUMBERED = /^(\d+)(?=[.)](?:\s|$))/;

/** Escapes text for a line of prose, so that none of it is Markdown, not even at the beginning of the line. */
export function inline(text: string): string {
  return oneLine(text)
    .replaceAll(ANYWHERE, (found) => (found.length > 1 ? found : `\\${found}`))
    .replace(BEGINNING, (signs) => `\\${signs}`)
    .replace(BEGINNING_OF_NUMBERED, '$1\\');
}

/** Reverts `inline`; what had several lines stays on one. */
export function fromInline(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Formats text as inline code, whatever backticks it contains. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = longestRun(line);
  const fence = '`'.repeat(longest + 1);
  if (line === '') return '` `';
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/**
 * Formats lines as a code block, whatever backticks they contain.
 *
 * @param language such as `text`; empty for none
 */
export function fenced(text: string, language = ''): string {
  const lines = block(text).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
}

/**
 * Escapes a phrase for rendered Markdown. Its parameters (names, ids, paths, reasons) come from files that anyone may
 * have written, and stay text: otherwise, just hovering would load an image in it.
 */
export function markdownOf({ template, parameters }: Phrase): Phrase {
  const safe = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? inline(value) : value] as const,
  );
  return { template, parameters: Object.fromEntries(safe) };
}
