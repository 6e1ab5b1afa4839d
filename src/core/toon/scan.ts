/**
 * The scanner's place in a document and what it found so far. It says of every line how the decoder has to be given
 * it (`given`), line numbers kept, and of every table how many rows stand in the text.
 */

import type { ToonCode, ToonEdit, ToonFinding, ToonSeverity } from './toon-finding.ts';
import { trimBlank } from './source-lines.ts';
import type { SourceLine } from './source-lines.ts';

/** A piece of a line: offsets in its content. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Keys and numbers of entries that lead to a table. */
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
  /** What the decoder gets, by line number. */
  readonly #given = new Map<number, string>();
  readonly #indents: ToonEdit[] = [];
  readonly #blanks = new Set<number>();
  #at = 0;

  /** @param isOutside lines that aren't part of the document */
  constructor(lines: readonly SourceLine[], isOutside: (line: SourceLine) => boolean) {
    this.#lines = lines;
    this.#contents = lines.filter((line) => line.kind === 'content' && !isOutside(line));
  }

  /** The next line with content; undefined at the end. */
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

  /** Says how the decoder is given a line: its depth, and its content where that differs from what is written. */
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

  /** The lines of these kinds between two numbers, both excluded. */
  between(first: number, last: number, kind: SourceLine['kind']): readonly SourceLine[] {
    return this.#lines.slice(first, Math.max(first, last - 1)).filter((line) => line.kind === kind);
  }

  /** The document for the decoder: as many lines as the text, those without content as comments. */
  get document(): string {
    return this.#lines.map(({ number }) => this.#given.get(number) ?? '#').join('\n');
  }

  /** Reports the lines that are indented otherwise, as one finding with all their edits. */
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

  /** Reports a blank line among rows: once, however many lists it stands in. */
  blank(line: SourceLine): void {
    if (this.#blanks.has(line.number)) return;
    this.#blanks.add(line.number);
    this.repair('blank-line', line, { edits: [this.removal(line)] });
  }

  /** A line that is taken away. */
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
  /** Where in the content; all of it where it is left out. */
  readonly span: Span;
  readonly parameters: ToonFinding['parameters'];
  /** What is to stand in the place of `span`. */
  readonly text: string;
  readonly edits: readonly ToonEdit[];
}

/** What puts `text` in the place of a piece of a line. */
function replacement(line: SourceLine, span: Span, text: string): ToonEdit {
  const [column, endColumn] = [line.lead + span.start + 1, line.lead + span.end + 1];
  return { line: line.number, column, endLine: line.number, endColumn, text };
}
