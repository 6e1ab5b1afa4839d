/** The cells of a row and single values, as they are written. */

import { escapeString } from '@toon-format/toon';

export type Delimiter = ',' | '|' | '\t';

/** A piece of a line's content, without spaces around it. */
export interface Token {
  readonly text: string;
  /** Where it stands in the content, from 0. */
  readonly start: number;
}

const NUMERIC = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** Where `character` first stands outside of quotes, as the decoder counts them; -1 where it doesn't. */
export function indexUnquoted(content: string, character: string, start = 0): number {
  let isQuoted = false;
  for (let index = start; index < content.length; index++) {
    const here = content[index];
    if (isQuoted && here === '\\') index++;
    else if (here === '"') isQuoted = !isQuoted;
    else if (here === character && !isQuoted) return index;
  }
  return -1;
}

/** Whether every quote that opens closes again, as the decoder counts them. */
export function areQuotesBalanced(content: string): boolean {
  let isQuoted = false;
  for (let index = 0; index < content.length; index++) {
    if (isQuoted && content[index] === '\\') index++;
    else if (content[index] === '"') isQuoted = !isQuoted;
  }
  return !isQuoted;
}

/** Cuts as the decoder does: at every delimiter outside of quotes. */
export function splitCells(content: string, delimiter: Delimiter, from = 0): readonly Token[] {
  const cells: Token[] = [];
  for (let start = from; ;) {
    const end = indexUnquoted(content, delimiter, start);
    cells.push(tokenAt(content, start, end < 0 ? content.length : end));
    if (end < 0) return cells;
    start = end + 1;
  }
}

/** Cuts with an eye for brackets, and for quotes only where a cell begins with one. */
export function splitWithBrackets(content: string, delimiter: Delimiter): readonly Token[] {
  const cells: Token[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < content.length; index++) {
    const here = content[index] ?? '';
    if (here === '"' && content.slice(start, index).trim() === '') index = closingQuote(content, index);
    else if (OPENING.has(here)) depth++;
    else if (CLOSING.has(here)) depth = Math.max(0, depth - 1);
    else if (here === delimiter && depth === 0) {
      cells.push(tokenAt(content, start, index));
      start = index + 1;
    }
  }
  cells.push(tokenAt(content, start, content.length));
  return cells;
}

/** Puts neighbouring cells together again, `extra` of them into the one at `column`. */
export function mergeCells(
  content: string,
  cells: readonly Token[],
  column: number,
  extra: number,
): readonly Token[] {
  const first = cells[column];
  const last = cells[column + extra];
  if (first === undefined || last === undefined) return cells;
  const merged = tokenAt(content, first.start, last.start + last.text.length);
  return [...cells.slice(0, column), merged, ...cells.slice(column + extra + 1)];
}

function tokenAt(content: string, start: number, end: number): Token {
  let [from, to] = [start, end];
  while (from < to && content[from] === ' ') from++;
  while (to > from && content[to - 1] === ' ') to--;
  return { text: content.slice(from, to), start: from };
}

/** Index of the quote that closes the one at `start`; the last character where none does. */
function closingQuote(content: string, start: number): number {
  for (let index = start + 1; index < content.length; index++) {
    if (content[index] === '\\') index++;
    else if (content[index] === '"') return index;
  }
  return content.length - 1;
}

export function isQuoted(token: string): boolean {
  return token.startsWith('"');
}

/** A text in quotes. */
export function quoted(text: string): string {
  return `"${escapeString(text)}"`;
}

/** Whether a value without quotes is read as something else than a text. */
export function looksLikeLiteral(token: string): boolean {
  return token === 'true' || token === 'false' || NUMERIC.test(token);
}

export function isWholeNumber(token: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(token) && Number.isSafeInteger(Number(token));
}

/** What is wrong with a token in quotes; undefined where nothing is. */
export function quoteFault(token: string): 'quote-unclosed' | 'quote-early' | 'escape-unknown' | undefined {
  for (let index = 1; index < token.length; index++) {
    if (token[index] === '"') return index === token.length - 1 ? undefined : 'quote-early';
    if (token[index] !== '\\') continue;
    const escape = /^\\(?:[nrt"\\]|u(?!d[89a-f])[0-9a-f]{4})/i.exec(token.slice(index, index + 6));
    if (escape === null) return index + 1 >= token.length ? 'quote-unclosed' : 'escape-unknown';
    index += escape[0].length - 1;
  }
  return 'quote-unclosed';
}

/** The text that a token in quotes stands for; the token itself where it has none. Its quotes must be right. */
export function unquoted(token: string): string {
  if (!isQuoted(token)) return token;
  const plain: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return token
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code: string | undefined, character: string | undefined) =>
      code === undefined
        ? (plain[character ?? ''] ?? character ?? '')
        : String.fromCharCode(parseInt(code, 16)),
    );
}
