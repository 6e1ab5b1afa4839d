/** Scans a table row: its cells, and missing or extra ones. */

import {
  areQuotesBalanced,
  indexUnquoted,
  isQuoted,
  looksLikeLiteral,
  mergeCells,
  quoted,
  quoteFault,
  splitCells,
  splitWithBrackets,
} from './cells.ts';
import type { Delimiter, Token } from './cells.ts';
import { fits, scanValue } from './scan-value.ts';
import type { Scan } from './scan.ts';
import type { SourceLine } from './source-lines.ts';
import type { ToonCode } from './toon-finding.ts';
import type { ToonType } from './toon-schema.ts';

const KEY_AND_VALUE = /^[\p{L}_][\p{L}\p{N}_.-]*\s*:(\s|$)/u;

export interface RowShape {
  /** Key of the table. */
  readonly key: string;
  readonly delimiter: Delimiter;
  /** One per cell; undefined if any value is allowed. */
  readonly types: readonly (ToonType | undefined)[];
}

/**
 * Scans a row, reporting its faults.
 *
 * @returns the row for the decoder
 */
export function scanRow(scan: Scan, line: SourceLine, shape: RowShape): string {
  const bullet = bulletOf(line, shape);
  const content = line.content.slice(bullet);
  const cells = cellsOf(scan, line, { content, shape });
  if (cells === undefined) return content;
  if (bullet > 0) scan.repair('bullet-removed', line, { span: { start: 0, end: bullet }, text: '' });
  const values = cells.map((cell, index) => scanCell(scan, line, cell, { index, bullet, shape }));
  return values.join(shape.delimiter);
}

/** Length of a dash before a row, as in a list; a cell that begins with one has quotes. */
function bulletOf({ content }: SourceLine, { delimiter, types }: RowShape): number {
  if (!content.startsWith('- ')) return 0;
  return splitCells(content, delimiter).length === types.length ? 2 : 0;
}

interface Row {
  readonly content: string;
  readonly shape: RowShape;
}

/** A cell, and whether it must be quoted because it contains a delimiter. */
interface Cell extends Token {
  readonly isMended: boolean;
}

function cellsOf(scan: Scan, line: SourceLine, row: Row): readonly Cell[] | undefined {
  const { content, shape } = row;
  const wanted = shape.types.length;
  const cells = splitCells(content, shape.delimiter);
  const isPlain = areQuotesBalanced(content) && cells.length === wanted;
  if (isPlain) return withQuotedColon(scan, line, cells, shape);
  const parameters = { key: shape.key, wanted, found: cells.length };
  const mended = mend(row, cells);
  if (mended === undefined) {
    scan.problem(faultOf(content, cells.length < wanted), line, { parameters });
    return undefined;
  }
  const text = mended
    .map(({ text: cell, isMended }) => (isMended ? quoted(cell) : cell))
    .join(shape.delimiter);
  const start = line.content.length - content.length;
  const span = { start, end: line.content.length };
  scan.repair('row-merged', line, { span, parameters: { ...parameters, row: text }, text });
  return mended;
}

function faultOf(content: string, isShort: boolean): ToonCode {
  if (!isShort || !areQuotesBalanced(content)) return 'row-unclear';
  return KEY_AND_VALUE.test(content) ? 'row-or-key' : 'row-too-short';
}

/** With a colon in its first cell, the decoder takes a row for a key. */
function withQuotedColon(
  scan: Scan,
  line: SourceLine,
  cells: readonly Token[],
  { key }: RowShape,
): readonly Cell[] {
  const plain = cells.map((cell) => ({ ...cell, isMended: false }));
  const [first, ...others] = plain;
  if (first === undefined || isQuoted(first.text) || indexUnquoted(first.text, ':') < 0) return plain;
  if (others.length === 0 && KEY_AND_VALUE.test(first.text)) {
    scan.problem('row-or-key', line, { parameters: { key } });
    return plain;
  }
  scan.repair('cell-quoted', line, {
    span: { start: first.start, end: first.start + first.text.length },
    parameters: { text: first.text },
    text: quoted(first.text),
  });
  return [{ ...first, isMended: true }, ...others];
}

/**
 * Finds the split, among those that fit the columns, for a row with a wrong number of cells; undefined if none does.
 */
function mend({ content, shape }: Row, cells: readonly Token[]): readonly Cell[] | undefined {
  const { delimiter, types } = shape;
  const wanted = types.length;
  const trailing = cells.slice(wanted).every(({ text }) => text === '');
  if (cells.length > wanted && trailing)
    return cells.slice(0, wanted).map((cell) => ({ ...cell, isMended: false }));
  const bracketed = splitWithBrackets(content, delimiter);
  const ways = [bracketed, ...merges(content, bracketed, wanted, types), naturalCells(content, delimiter)];
  const way = ways.find(
    (tokens) => tokens.length === wanted && tokens.every(({ text }, index) => fits(text, types[index])),
  );
  return way?.map((token) => ({ ...token, isMended: needsQuotes(token.text, delimiter) }));
}

/** All ways to merge the extra cells into one: the last first, then those of free text. */
function merges(
  content: string,
  cells: readonly Token[],
  wanted: number,
  types: RowShape['types'],
): readonly (readonly Token[])[] {
  const extra = cells.length - wanted;
  if (extra <= 0) return [];
  const columns = types.map((_, index) => index).reverse();
  const merged = columns.map((column) => mergeCells(content, cells, column, extra));
  const natural = merged.filter((tokens) => tokens.every(({ text }) => !/,(?! )/.test(text)));
  return [...natural, ...merged];
}

/** Splits only at commas without a following space, because those within a sentence have one. */
function naturalCells(content: string, delimiter: Delimiter): readonly Token[] {
  if (delimiter !== ',') return [];
  let start = 0;
  return content.split(/,(?! )/).map((text) => {
    const token = { text: text.trim(), start };
    start += text.length + 1;
    return token;
  });
}

function needsQuotes(text: string, delimiter: Delimiter): boolean {
  if (isQuoted(text) && quoteFault(text) === undefined) return false;
  return (
    /[":\\[\]{}]/.test(text) || text.includes(delimiter) || (!looksLikeLiteral(text) && text.startsWith('-'))
  );
}

interface CellPlace {
  readonly index: number;
  readonly bullet: number;
  readonly shape: RowShape;
}

function scanCell(scan: Scan, line: SourceLine, cell: Cell, { index, bullet, shape }: CellPlace): string {
  if (cell.isMended) {
    const type = shape.types[index];
    if (type?.kind === 'number' || type?.values !== undefined) {
      scanValue(scan, line, { ...cell, start: cell.start + bullet }, type);
    }
    return quoted(cell.text);
  }
  return scanValue(scan, line, { text: cell.text, start: cell.start + bullet }, shape.types[index]);
}
