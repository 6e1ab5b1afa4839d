/** Scans single values: what is invalid or doubtful, and the form for the decoder. */

import { isQuoted, isWholeNumber, looksLikeLiteral, quoteFault, quoted, unquoted } from './cells.ts';
import type { Token } from './cells.ts';
import type { Scan, Span } from './scan.ts';
import { trimBlank } from './source-lines.ts';
import type { SourceLine } from './source-lines.ts';
import type { ToonType } from './toon-schema.ts';

/** Returns a written value in its form for the decoder, reporting its faults. */
export function scanValue(scan: Scan, line: SourceLine, token: Token, type: ToonType | undefined): string {
  const text = trimBlank(token.text);
  const span: Span = { start: token.start, end: token.start + token.text.length };
  if (text !== token.text) scan.repair('space-around', line, { span, text });
  if (isQuoted(text)) {
    const fault = quoteFault(text);
    if (fault !== undefined) {
      scan.problem(fault, line, { span });
      return text;
    }
  } else reportDoubts(scan, line, text, span);
  return type === undefined ? text : typed(scan, line, { text, span, type });
}

/** Tests whether a cell can be of a type, which selects among several ways to split a row. */
export function fits(token: string, type: ToonType | undefined): boolean {
  if (type === undefined) return true;
  if (isQuoted(token) && quoteFault(token) !== undefined) return false;
  const text = unquoted(token);
  if (type.kind === 'number') return isWholeNumber(text);
  if (type.values !== undefined) return type.values.includes(text);
  return type.pattern?.test(text) ?? true;
}

function reportDoubts(scan: Scan, line: SourceLine, text: string, span: Span): void {
  const note = /\s#(?=\s|$)/.exec(text);
  if (note !== null) {
    const before = text.slice(0, note.index).trimEnd();
    scan.doubt('note-in-value', line, {
      span: { start: span.start + note.index + 1, end: span.end },
      edits: [noteMoved(line, span, before, text.slice(note.index + 1))],
    });
  }
  if (/^'.*'$/.test(text)) scan.doubt('quotes-single', line, { span, text: quoted(text.slice(1, -1)) });
}

/** Moves the note to its own line above. */
function noteMoved(line: SourceLine, span: Span, value: string, note: string) {
  const head = line.text.slice(0, line.lead + span.start);
  const tail = line.text.slice(line.lead + span.end);
  const text = `${line.text.slice(0, line.lead)}${note}\n${head}${value}${tail}`;
  return { line: line.number, column: 1, endLine: line.number, endColumn: line.text.length + 1, text };
}

interface Typed {
  readonly text: string;
  readonly span: Span;
  readonly type: ToonType;
}

function typed(scan: Scan, line: SourceLine, { text, span, type }: Typed): string {
  const plain = unquoted(text);
  if (type.kind === 'number') {
    if (!isWholeNumber(plain)) scan.problem('number-expected', line, { span, parameters: { text: plain } });
    return plain;
  }
  if (text === 'null' && type.isNullable === true) return text;
  if (type.values !== undefined && !type.values.includes(plain)) {
    const parameters = { text: plain, values: type.values.join(', ') };
    scan.problem('value-unknown', line, { span, parameters });
  }
  // Keeps the written text of a hash such as 1e10 and a version such as 1.10.
  return !isQuoted(text) && (looksLikeLiteral(text) || text === 'null') ? quoted(text) : text;
}
