/** Lists: `key[2]: a,b` on one line, or entries that begin with a dash. */

import { indexUnquoted, isQuoted, quoted, splitCells } from './cells.ts';
import { withCount } from './header-line.ts';
import type { HeaderLine } from './header-line.ts';
import { PLAIN_KEY, giveEntry, indentOf } from './scan-entry.ts';
import type { Entry, Place } from './scan-entry.ts';
import { scanField, scanFields } from './scan-fields.ts';
import { settleCount } from './scan-table.ts';
import { scanValue } from './scan-value.ts';
import type { Scan } from './scan.ts';
import { trimBlank } from './source-lines.ts';
import type { SourceLine } from './source-lines.ts';

/** Reads a list whose header stands on the line before the cursor. */
export function scanList(scan: Scan, entry: Entry, header: HeaderLine): void {
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

/** Reads the entries below. @returns their lines */
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

/** Entries may stand under their header without an indent, as in YAML. */
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

/** Whether an entry is a single value. A time looks like a key and its value, and the decoder takes it for one. */
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
