/**
 * The scanner's position in a document and its findings. Collects each line's form for the decoder (`given`) under
 * the same line number, and the number of rows of each table in the text.
 */

import type { ToonCode, ToonEdit, ToonFinding, ToonSeverity } from './toon-finding.ts';
import { trimBlank } from './source-lines.ts';
import type { SourceLine } from './source-lines.ts';

/** A part of a line, as offsets in its content. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Keys and entry numbers that lead to a table. */
export type ToonPath = readonly (string | number)[];

export interface CountedRows {
  readonly path: ToonPath;
  readonly key: string;
  readonly line: SourceLine;
  readonly rows: number;
}

export class Scan {
  readonly findings: ToonFinding[] = [];
  readonly counted: CountedRows[] = [];
  readonly #lines: readonly SourceLine[];
  readonly #contents: readonly SourceLine[];
  /** Lines for the decoder, by number. */
  readonly #given = new Map<number, string>();
  readonly #indents: ToonEdit[] = [];
  readonly #blanks = new Set<number>();
  #at = 0;

  /** @param isOutside tests for lines that aren't part of the document */
  constructor(lines: readonly SourceLine[], isOutside: (line: SourceLine) => boolean) {
    this.#lines = lines;
    this.#contents = lines.filter((line) => line.kind === 'content' && !isOutside(line));
  }

  /** Returns the next line with content; undefined at the end. */
  peek(ahead = 0): SourceLine | undefined {
    return this.#contents[this.#at + ahead];
  }

  advance(): void {
    this.#at++;
  }

  /** The first line with content. */
  get first(): SourceLine | undefined {
    return this.#contents[0];
  }

  /** The last line with content. */
  get last(): SourceLine | undefined {
    return this.#contents.at(-1);
  }

  /** Passes a line to the decoder: its depth, and its content if that differs from the written one. */
  give(line: SourceLine, depth: number, content = trimBlank(line.content)): void {
    const lead = '  '.repeat(depth);
    this.#given.set(line.number, lead + content);
    if (line.text.slice(0, line.lead) === lead) return;
    this.#indents.push({
      line: line.number,
      column: 1,
      endLine: line.number,
      endColumn: line.lead + 1,
      text: lead,
    });
  }

  giveAsWritten(line: SourceLine): void {
    this.#given.set(line.number, line.text);
  }

  /** Returns the lines of a kind between two numbers, both exclusive. */
  between(first: number, last: number, kind: SourceLine['kind']): readonly SourceLine[] {
    return this.#lines.slice(first, Math.max(first, last - 1)).filter((line) => line.kind === kind);
  }

  /** The document for the decoder, with the same number of lines; those without content become comments. */
  get document(): string {
    return this.#lines.map(({ number }) => this.#given.get(number) ?? '#').join('\n');
  }

  /** Reports lines with a different indent, as one finding with all edits. */
  reportIndents(): void {
    const [first] = this.#indents;
    const line = this.#lines.find(({ number }) => number === first?.line);
    if (line === undefined) return;
    const span = { start: -line.lead, end: 0 };
    this.#add('repair', 'indent-changed', line, span, { count: this.#indents.length }, this.#indents);
  }

  problem(code: ToonCode, line: SourceLine, at: Partial<Found> = {}): void {
    this.#found('problem', code, line, at);
  }

  repair(code: ToonCode, line: SourceLine, at: Partial<Found> = {}): void {
    this.#found('repair', code, line, at);
  }

  doubt(code: ToonCode, line: SourceLine, at: Partial<Found> = {}): void {
    this.#found('doubt', code, line, at);
  }

  /** Reports a blank line among rows once, in however many lists it is. */
  blank(line: SourceLine): void {
    if (this.#blanks.has(line.number)) return;
    this.#blanks.add(line.number);
    this.repair('blank-line', line, { edits: [this.removal(line)] });
  }

  /** Removes a line. */
  removal(line: SourceLine): ToonEdit {
    return { line: line.number, column: 1, endLine: line.number + 1, endColumn: 1, text: '' };
  }

  #found(severity: ToonSeverity, code: ToonCode, line: SourceLine, at: Partial<Found>): void {
    const span = at.span ?? { start: 0, end: line.content.length };
    const edits = at.edits ?? (at.text === undefined ? [] : [replacement(line, span, at.text)]);
    this.#add(severity, code, line, span, at.parameters ?? {}, edits);
  }

  #add(
    severity: ToonSeverity,
    code: ToonCode,
    line: SourceLine,
    span: Span,
    parameters: ToonFinding['parameters'],
    edits: readonly ToonEdit[],
  ): void {
    const column = line.lead + span.start + 1;
    const endColumn = Math.max(column, line.lead + span.end + 1);
    this.findings.push({ severity, code, line: line.number, column, endColumn, parameters, edits });
  }
}

interface Found {
  /** Part of the content; all of it by default. */
  readonly span: Span;
  readonly parameters: ToonFinding['parameters'];
  /** Replacement for `span`. */
  readonly text: string;
  readonly edits: readonly ToonEdit[];
}

/** Replaces a piece of a line by `text`. */
function replacement(line: SourceLine, span: Span, text: string): ToonEdit {
  const [column, endColumn] = [line.lead + span.start + 1, line.lead + span.end + 1];
  return { line: line.number, column, endLine: line.number, endColumn, text };
}
