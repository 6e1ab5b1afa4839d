/** Finds the key at a position in a document: the key of its line, or the column of a table cell. */

import { indexUnquoted, splitCells, unquoted } from './cells.ts';
import { parseHeaderLine } from './header-line.ts';
import type { HeaderLine } from './header-line.ts';

/** Returns a line by its 1-based number, without its end; undefined after the last. */
export type LineAt = (line: number) => string | undefined;

interface KeyPlace {
  /** Names from the root down; a column is below its table. */
  readonly path: readonly string[];
  /** 1-based, the end exclusive. */
  readonly column: number;
  readonly endColumn: number;
}

interface KeyLine {
  readonly name: string;
  readonly indent: number;
  /** Length of the key as written. */
  readonly length: number;
  readonly header: HeaderLine | undefined;
}

/**
 * Finds the key at a position.
 *
 * @returns undefined in comments, blank lines, outside a row's cells, and in unknown lines
 */
export function keyAt(lineAt: LineAt, line: number, column: number): KeyPlace | undefined {
  const text = lineAt(line) ?? '';
  if (/^\s*(#|$)/.test(text)) return undefined;
  const indent = indentOf(text);
  const above = ancestors(lineAt, line, indent);
  const table = above.at(-1);
  const path = above.map(({ name }) => name);
  if (table?.header?.columns !== undefined)
    return cellAt(text, indent, column, { path, header: table.header });
  const own = keyLine(text);
  if (own === undefined) return undefined;
  const columnName = own.header === undefined ? undefined : columnAt(text, own, column);
  if (columnName !== undefined) return { ...columnName, path: [...path, own.name, ...columnName.path] };
  return { path: [...path, own.name], column: indent + 1, endColumn: indent + own.length + 1 };
}

/** Parent keys of a line, from the root down. */
function ancestors(lineAt: LineAt, line: number, indent: number): readonly KeyLine[] {
  const found: KeyLine[] = [];
  let within = indent;
  for (let number = line - 1; number > 0 && within > 0; number--) {
    const text = lineAt(number) ?? '';
    if (/^\s*(#|$)/.test(text) || indentOf(text) >= within) continue;
    const key = keyLine(text);
    if (key === undefined) return [];
    within = key.indent;
    found.unshift(key);
  }
  return found;
}

function keyLine(text: string): KeyLine | undefined {
  const indent = indentOf(text);
  const content = text.slice(indent);
  const header = parseHeaderLine(content);
  if (header !== undefined) return { name: unquoted(header.key), indent, length: header.key.length, header };
  const end = indexUnquoted(content, ':');
  const key = end < 0 ? '' : content.slice(0, end).trimEnd();
  return key === '' ? undefined : { name: unquoted(key), indent, length: key.length, header: undefined };
}

function cellAt(
  text: string,
  indent: number,
  column: number,
  { path, header }: { readonly path: readonly string[]; readonly header: HeaderLine },
): KeyPlace | undefined {
  const cells = splitCells(text.slice(indent), header.delimiter);
  const index = cells.findIndex(({ start, text: cell }) => {
    const from = indent + start + 1;
    return column >= from && column <= from + cell.length;
  });
  const [cell, name] = [cells[index], header.columns?.[index]];
  if (cell === undefined || name === undefined) return undefined;
  const from = indent + cell.start + 1;
  return { path: [...path, name], column: from, endColumn: from + cell.text.length };
}

/** The column name at a position in a header. */
function columnAt(text: string, { header }: KeyLine, column: number): KeyPlace | undefined {
  const open = text.indexOf('{');
  if (open < 0 || header?.columns === undefined || header.hasGroups) return undefined;
  let from = open + 1;
  for (const part of text.slice(from, text.lastIndexOf('}')).split(header.delimiter)) {
    const start = from + part.length - part.trimStart().length + 1;
    const end = from + part.trimEnd().length + 1;
    if (column >= start && column <= end)
      return { path: [unquoted(part.trim())], column: start, endColumn: end };
    from += part.length + 1;
  }
  return undefined;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
