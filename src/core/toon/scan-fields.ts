/**
 * Scans keys, their values, and what is nested below them: keys, rows, or a list, either `key[2]: a,b` on one line or
 * entries beginning with a dash.
 */

import {
  indexUnquoted,
  isQuoted,
  looksLikeLiteral,
  quoted,
  splitCells,
  unquoted,
  quoteFault,
} from './cells.ts';
import type { Token } from './cells.ts';
import { parseHeaderLine, withCount } from './header-line.ts';
import type { HeaderLine } from './header-line.ts';
import { isRowLike, scanTable, settleCount } from './scan-table.ts';
import type { Scan } from './scan.ts';
import { PLAIN_KEY, giveEntry, indentOf } from './scan-entry.ts';
import type { Entry, Part, Place } from './scan-entry.ts';
import { scanValue } from './scan-value.ts';
import { trimBlank } from './source-lines.ts';
import type { SourceLine } from './source-lines.ts';
import type { ToonField, ToonType } from './toon-schema.ts';

const DEEPEST = 24;

/** Scans the keys that are indented deeper than `parent`. */
export function scanFields(scan: Scan, parent: number, place: Place, seen = new Set<string>()): void {
  let own: number | undefined;
  for (let line = scan.peek(); line !== undefined && line.indent > parent; line = scan.peek()) {
    own ??= line.indent;
    if (place.depth > DEEPEST) scan.problem('too-deep', line);
    else if (Math.abs(line.indent - own) > 1) scan.problem('indent-unclear', line);
    else {
      scanField(scan, { line, content: line.content, start: 0 }, place, seen);
      continue;
    }
    scan.advance();
  }
}

/** Scans one key and what belongs to it; the cursor ends up after it. */
function scanField(scan: Scan, part: Part, place: Place, seen: Set<string>): void {
  const { line, content } = part;
  scan.advance();
  const header = parseHeaderLine(content);
  const key = header === undefined ? keyOf(content) : { text: header.key, end: 0 };
  if (content.startsWith('- ') || content === '-') {
    scan.problem('item-unexpected', line);
    return;
  }
  if (key === undefined || key.text === '') {
    scan.problem('prose', line);
    scan.give(line, place.depth);
    return;
  }
  const name = unquoted(key.text);
  const span = { start: part.start, end: part.start + key.text.length };
  if (seen.has(name)) scan.problem('duplicate-key', line, { span, parameters: { key: name } });
  seen.add(name);
  const field = fieldOf(place, name);
  if (place.fields !== undefined && field === undefined) {
    const keys = Object.keys(place.fields).join(', ');
    scan.problem('key-unknown', line, { span, parameters: { key: name, keys } });
  }
  const entry: Entry = { part, place, name, key: key.text, field };
  if (header === undefined) scanPlainField(scan, entry, key.end);
  else if (header.columns !== undefined || header.isKeyed || rowsBelow(scan, entry)) {
    scanTable(scan, entry, header);
  } else scanList(scan, entry, header);
}

/** Only own properties: a document may have a key from the prototype. */
function fieldOf({ fields }: Place, name: string): ToonField | undefined {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The key before the first colon; undefined if it would need quotes. */
function keyOf(content: string): { readonly text: string; readonly end: number } | undefined {
  const end = indexUnquoted(content, ':');
  if (end < 0) return undefined;
  const text = trimBlank(content.slice(0, end));
  const isKey = isQuoted(text) ? quoteFault(text) === undefined : PLAIN_KEY.test(text);
  return isKey ? { text, end: end + 1 } : undefined;
}

function scanPlainField(scan: Scan, entry: Entry, end: number): void {
  const { part, field } = entry;
  const rest = part.content.slice(end);
  const text = trimBlank(rest);
  if (text === '') {
    scanBelow(scan, entry);
    return;
  }
  const value = rest.replace(/^ +/, '');
  const token = { text: value.replace(/ +$/, ''), start: part.start + end + rest.length - value.length };
  if (text === '[]') giveEntry(scan, entry, `${entry.key}: ${text}`);
  else if (field?.kind === 'texts') scanTextsWithoutHeader(scan, entry, token);
  else if (field === undefined || isSingle(field)) {
    giveEntry(scan, entry, `${entry.key}: ${scanValue(scan, part.line, token, field)}`);
  } else {
    const expected = field.kind === 'table' ? 'a table' : 'keys';
    scan.problem('value-unexpected', part.line, { parameters: { key: entry.name, expected } });
  }
}

function isSingle(field: ToonField): field is ToonType {
  return field.kind === 'text' || field.kind === 'number';
}

/** What is below a key without a value: keys, or a list or table without its header. */
function scanBelow(scan: Scan, entry: Entry): void {
  const { part, place, field } = entry;
  const indent = indentOf(part);
  const below = scan.peek();
  const isDeeper = below !== undefined && below.indent > indent;
  const isItem = below !== undefined && /^-( |$)/.test(below.content) && below.indent >= indent;
  const isTable = field?.kind === 'table' && below !== undefined && isDeeper && isRowLike(below.content);
  if (isItem || isTable) {
    const header = parseHeaderLine(`${entry.key}[]:`);
    if (header === undefined) scan.problem('prose', part.line);
    else if (isItem) scanList(scan, entry, header);
    else scanTable(scan, entry, header);
    return;
  }
  if (field !== undefined && field.kind !== 'object') {
    scan.problem('value-missing', part.line, { parameters: { key: entry.name } });
  }
  giveEntry(scan, entry, `${entry.key}:`);
  const fields = field?.kind === 'object' ? field.fields : undefined;
  const next = { depth: place.depth + 1, path: [...place.path, entry.name], fields };
  if (isDeeper) scanFields(scan, indent, next);
}

/** `agents: a, b` and `agents: [a, b]` instead of a list. */
function scanTextsWithoutHeader(scan: Scan, entry: Entry, token: Token): void {
  const { part } = entry;
  const list = /^\[(.*)\]$/.exec(token.text)?.[1] ?? token.text;
  const cells = splitCells(list, ',')
    .map(({ text }) => /^'(.*)'$/.exec(text)?.[1] ?? text)
    .filter((text) => text !== '');
  const values = cells.map((text) => (looksLikeLiteral(text) ? quoted(text) : text)).join(',');
  const header = `${entry.key}[${cells.length}]:`;
  const text = cells.length === 0 ? header : `${header} ${values}`;
  scan.repair('count-added', part.line, {
    span: { start: part.start, end: part.line.content.length },
    parameters: { key: entry.name, header },
    text,
  });
  giveEntry(scan, entry, text);
  if (cells.some((cell) => isQuoted(cell) && quoteFault(cell) !== undefined))
    scan.problem('quote-early', part.line);
}

/** Tests whether table rows follow a header without columns. */
function rowsBelow(scan: Scan, { part, field }: Entry): boolean {
  const below = scan.peek();
  if (field?.kind !== 'table' || below === undefined || below.indent <= part.line.indent) return false;
  return !/^-( |$)/.test(below.content) && isRowLike(below.content);
}

/** Scans a list whose header is on the line before the cursor. */
function scanList(scan: Scan, entry: Entry, header: HeaderLine): void {
  const { part, field } = entry;
  if (field !== undefined && field.kind !== 'texts' && field.kind !== 'table') {
    scan.problem('value-unexpected', part.line, {
      parameters: { key: entry.name, expected: 'a single value' },
    });
  }
  if (trimBlank(header.inline) !== '') {
    scanInline(scan, entry, header);
    return;
  }
  const items = scanItems(scan, entry);
  const count = settleCount(scan, { entry, header, rows: items });
  giveEntry(scan, entry, withCount(header, count));
}

function scanInline(scan: Scan, entry: Entry, header: HeaderLine): void {
  const { part, place, field, name } = entry;
  const tokens = splitCells(header.inline, header.delimiter);
  const last = tokens.at(-1);
  const kept = tokens.length > 1 && last?.text === '' ? tokens.slice(0, -1) : tokens;
  const type = field?.kind === 'texts' ? ({ kind: 'text' } as const) : undefined;
  const offset = part.start + header.inlineStart;
  const values = kept.map(({ text, start }) =>
    scanValue(scan, part.line, { text, start: start + offset }, type),
  );
  if (header.count !== values.length) {
    const text = `${withCount(header, values.length)} ${kept.map((token) => token.text).join(header.delimiter)}`;
    scan.repair('count-recounted', part.line, {
      span: { start: part.start, end: part.line.content.length },
      parameters: { key: name, said: header.count ?? 0, found: values.length },
      text,
    });
  }
  const text = `${withCount(header, values.length)} ${values.join(header.delimiter)}`;
  giveEntry(scan, entry, text);
  scan.counted.push({ path: [...place.path, name], key: name, line: part.line, rows: values.length });
}

/**
 * Scans the entries below.
 *
 * @returns their lines
 */
function scanItems(scan: Scan, entry: Entry): readonly SourceLine[] {
  const { part, place, name, field } = entry;
  const indent = indentOf(part);
  const items: SourceLine[] = [];
  for (let line = scan.peek(); line !== undefined && isItemOf(line, indent); line = scan.peek()) {
    const fields = field?.kind === 'table' ? field.columns : undefined;
    const path = [...place.path, name, items.length];
    scanItem(scan, line, { depth: place.depth + 1, path, fields }, field?.kind === 'texts');
    items.push(line);
  }
  const next = scan.peek();
  if (next !== undefined && next.indent > indent && items.length > 0) {
    scan.problem('items-mixed', next);
  }
  return items;
}

/** Entries may follow their header without an indent, as in YAML. */
function isItemOf(line: SourceLine, indent: number): boolean {
  return line.indent >= indent && /^-( |$)/.test(line.content);
}

function scanItem(scan: Scan, line: SourceLine, place: Place, areTexts: boolean): void {
  const rest = line.content.slice(1);
  const content = rest.trimStart();
  const start = line.content.length - content.length;
  if (content === '' || isTextItem(content, areTexts)) {
    scan.advance();
    scan.give(line, place.depth, `- ${textItem(scan, line, content, start)}`.trimEnd());
    return;
  }
  const part = { line, content, start };
  const seen = new Set<string>();
  const below = { ...place, depth: place.depth + 1 };
  scanField(scan, part, below, seen);
  scanFields(scan, line.indent, below, seen);
}

/** Tests whether an entry is a single value. A time looks like a key and value, and the decoder takes it for one. */
function isTextItem(content: string, areTexts: boolean): boolean {
  if (isQuoted(content) && !/^"(?:[^"\\]|\\.)*"\s*[:[]/.test(content)) return true;
  const colon = indexUnquoted(content, ':');
  if (colon < 0) return true;
  if (content.startsWith('[')) return false;
  const key = content.slice(0, colon).replace(/\[.*$/, '');
  const isKey = PLAIN_KEY.test(key) || isQuoted(key);
  const isSpaced = colon === content.length - 1 || content[colon + 1] === ' ';
  return areTexts || !isKey || !isSpaced;
}

function textItem(scan: Scan, line: SourceLine, content: string, start: number): string {
  if (content === '') return '';
  const hasColon = !isQuoted(content) && indexUnquoted(content, ':') >= 0;
  if (!hasColon) return scanValue(scan, line, { text: content, start }, undefined);
  const text = quoted(trimBlank(content));
  const span = { start, end: start + content.length };
  scan.repair('cell-quoted', line, { span, parameters: { text: content }, text });
  return text;
}
