/** Scans tables: a header with columns, followed by one row per line. */

import { indexUnquoted } from './cells.ts';
import { parseHeaderLine, withCount } from './header-line.ts';
import type { HeaderLine } from './header-line.ts';
import { giveEntry, indentOf } from './scan-entry.ts';
import type { Entry } from './scan-entry.ts';
import { scanRow } from './scan-row.ts';
import type { RowShape } from './scan-row.ts';
import type { Scan } from './scan.ts';
import type { SourceLine } from './source-lines.ts';
import type { ToonField, ToonType } from './toon-schema.ts';

/** Tests whether a line is a row rather than a key: it has a comma before its first colon. */
export function isRowLike(content: string): boolean {
  if (parseHeaderLine(content) !== undefined) return false;
  const colon = indexUnquoted(content, ':');
  if (colon < 0) return true;
  const comma = indexUnquoted(content, ',');
  return comma >= 0 && comma < colon;
}

/** Scans a table whose header is on the line before the cursor. */
export function scanTable(scan: Scan, entry: Entry, written: HeaderLine): void {
  const { part, place, field } = entry;
  if (field !== undefined && field.kind !== 'table') {
    scan.problem('value-unexpected', part.line, { parameters: { key: entry.name, expected: 'no table' } });
  }
  const header = withColumns(entry, written);
  checkColumns(scan, entry, header);
  const shape = { key: entry.name, delimiter: header.delimiter, types: typesOf(header, field) };
  const rows: SourceLine[] = [];
  for (let line = nextRow(scan, entry, shape); line !== undefined; line = nextRow(scan, entry, shape)) {
    scan.advance();
    scan.give(line, place.depth + 1, header.isKeyed ? line.content : scanRow(scan, line, shape));
    rows.push(line);
  }
  if (header !== written) reportColumns(scan, entry, header, rows.length);
  const count = settleCount(scan, { entry, header: header === written ? header : undefined, rows });
  const text = withCount(header, header.isKeyed ? (header.count ?? count) : count);
  if (
    header === written &&
    header.inline === '' &&
    (header.isKeyed || header.count === count) &&
    header.written.replace(/\[\s*\w*/, '[') !== text.replace(/\[\d*/, '[')
  ) {
    reportSpacing(scan, entry, header, text);
  }
  giveEntry(scan, entry, header.inline === '' ? text : `${text} ${header.inline}`);
}

/** Adds the columns of its key to a header without any. */
function withColumns({ key, field }: Entry, header: HeaderLine): HeaderLine {
  if (header.columns !== undefined || header.isKeyed || field?.kind !== 'table') return header;
  const columns = Object.keys(field.columns).join(',');
  return parseHeaderLine(`${key}[${header.count ?? 0}]{${columns}}:`) ?? header;
}

function checkColumns(scan: Scan, { part, name, field }: Entry, header: HeaderLine): void {
  if (field?.kind !== 'table' || header.columns === undefined) return;
  const known = Object.keys(field.columns);
  const parameters = { key: name, columns: known.join(', ') };
  for (const column of header.columns) {
    if (!known.includes(column)) {
      scan.problem('column-unknown', part.line, { parameters: { ...parameters, column } });
    }
  }
  for (const column of known) {
    if (!header.columns.includes(column)) {
      scan.problem('column-missing', part.line, { parameters: { ...parameters, column } });
    }
  }
}

function typesOf(header: HeaderLine, field: ToonField | undefined): readonly (ToonType | undefined)[] {
  const known = field?.kind === 'table' ? field.columns : undefined;
  return (header.columns ?? ['']).map((column) => known?.[column]);
}

/** Returns the next row of a table; lines without an indent are included if they can't be anything else. */
function nextRow(scan: Scan, { part }: Entry, shape: RowShape): SourceLine | undefined {
  const line = scan.peek();
  const indent = indentOf(part);
  if (line === undefined) return undefined;
  if (line.indent > indent) return line;
  const isAlone = shape.types.length > 1 && indexUnquoted(line.content, shape.delimiter) >= 0;
  const isRow = isAlone && line.indent === indent && isRowLike(line.content) && !/^-( |$)/.test(line.content);
  return isRow ? line : undefined;
}

interface Counted {
  readonly entry: Entry;
  /** Undefined if the header was missing, which was reported. */
  readonly header: HeaderLine | undefined;
  readonly rows: readonly SourceLine[];
}

/**
 * Compares a header's number with its rows.
 *
 * @returns the number for the decoder
 */
export function settleCount(scan: Scan, { entry, header, rows }: Counted): number {
  const { part, place, name } = entry;
  const found = rows.length;
  scan.counted.push({ path: [...place.path, name], key: name, line: part.line, rows: found });
  const comments = commentsAmong(scan, part.line, rows);
  if (header === undefined || header.count === found || header.isKeyed) {
    if (header?.columns !== undefined) reportRowsInComments(scan, header, comments);
    reportBlanks(scan, part.line, rows);
    return found;
  }
  const length = Math.min(header.written.length, part.content.length);
  const span = { start: part.start, end: part.start + length };
  const parameters = { key: name, said: header.count ?? 0, found };
  const text = withCount(header, found);
  if (comments.length > 0) scan.problem('count-and-comments', part.line, { span, parameters });
  else if (header.count === undefined) {
    scan.repair('count-added', part.line, { span, parameters: { key: name, header: text }, text });
  } else scan.repair('count-recounted', part.line, { span, parameters, text });
  reportBlanks(scan, part.line, rows);
  return found;
}

/** Comments between rows, and those after the last with a row's indent. */
function commentsAmong(scan: Scan, head: SourceLine, rows: readonly SourceLine[]): readonly SourceLine[] {
  const last = rows.at(-1)?.number ?? head.number;
  const next = scan.peek()?.number ?? Number.MAX_SAFE_INTEGER;
  const after = scan.between(last, next, 'comment').filter(({ indent }) => indent > head.indent);
  return [...scan.between(head.number, last, 'comment'), ...after];
}

/** A comment with as many cells as a row may be a row whose first cell starts with `#`. */
function reportRowsInComments(scan: Scan, header: HeaderLine, comments: readonly SourceLine[]): void {
  const width = header.columns?.length ?? 0;
  for (const line of comments) {
    const cells = line.content.split(header.delimiter).length;
    if (width < 2 || cells !== width || /^#(\s|#|$)/.test(line.content)) continue;
    const end = line.content.indexOf(header.delimiter);
    const cell = line.content.slice(0, end);
    scan.doubt('row-or-comment', line, { span: { start: 0, end }, text: `"${cell}"` });
  }
}

function reportBlanks(scan: Scan, head: SourceLine, rows: readonly SourceLine[]): void {
  const [first = head, last = head] = [rows[0], rows.at(-1)];
  for (const line of scan.between(first.number, last.number, 'blank')) {
    scan.blank(line);
  }
}

function reportColumns(scan: Scan, { part, name }: Entry, header: HeaderLine, count: number): void {
  const text = withCount(header, count);
  scan.repair('columns-added', part.line, {
    span: { start: part.start, end: part.line.content.length },
    parameters: { key: name, header: text },
    text,
  });
}

function reportSpacing(scan: Scan, { part }: Entry, header: HeaderLine, text: string): void {
  const code = header.written.endsWith(':') ? 'header-spacing' : 'colon-added';
  scan.repair(code, part.line, {
    span: { start: part.start, end: part.start + header.written.length },
    text,
  });
}
