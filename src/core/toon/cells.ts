/** Written cells of a row, and single values. */

import { escapeString } from '@toon-format/toon';

export type Delimiter = ',' | '|' | '\t';

/** A piece of a line's content, without surrounding spaces. */
export interface Token {
  readonly text: string;
  /** 0-based place in the content. */
  readonly start: number;
}

const NUMERIC = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** Returns the first index of `character` outside quotes, as the decoder counts them; -1 if there is none. */
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

/** Tests whether every opening quote is closed, as the decoder counts them. */
export function areQuotesBalanced(content: string): boolean {
  let isQuoted = false;
  for (let index = 0; index < content.length; index++) {
    if (isQuoted && content[index] === '\\') index++;
    else if (content[index] === '"') isQuoted = !isQuoted;
  }
  return !isQuoted;
}

/** Splits like the decoder: at every delimiter outside quotes. */
export function splitCells(content: string, delimiter: Delimiter, from = 0): readonly Token[] {
  const cells: Token[] = [];
  for (let start = from; ;) {
    const end = indexUnquoted(content, delimiter, start);
    cells.push(tokenAt(content, start, end < 0 ? content.length : end));
    if (end < 0) return cells;
    start = end + 1;
  }
}

/** Splits with regard to brackets, and to quotes only at the beginning of a cell. */
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

/** Merges adjacent cells, `extra` of them into the one at `column`. */
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

/** Index of the quote that closes the one at `start`; of the last character if none does. */
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

/** Quotes a text. */
export function quoted(text: string): string {
  return `"${escapeString(text)}"`;
}

/** Tests whether an unquoted value is read as something other than a text. */
export function looksLikeLiteral(token: string): boolean {
  return token === 'true' || token === 'false' || NUMERIC.test(token);
}

export function isWholeNumber(token: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(token) && Number.isSafeInteger(Number(token));
}

/** Returns what is wrong with a quoted token; undefined if nothing is. */
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

/** Returns the text of a quoted token; an unquoted one is returned unchanged. Its quotes must be valid. */
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
