/** The header of a list or a table: `deliverables[8]{phase,file}:`. */

import type { Delimiter } from './cells.ts';

export interface HeaderLine {
  readonly key: string;
  /** The number in the brackets; undefined if there is none. */
  readonly count: number | undefined;
  readonly isKeyed: boolean;
  readonly delimiter: Delimiter;
  /** Column names, in order; undefined if there are none. */
  readonly columns: readonly string[] | undefined;
  /** The field list has groups (`point{x,y}`): cells are counted, but not named. */
  readonly hasGroups: boolean;
  /** What follows the colon, and its position. */
  readonly inline: string;
  readonly inlineStart: number;
  /** The header for the decoder, without what follows the colon. */
  readonly text: string;
  /** As written. */
  readonly written: string;
}

const HEADER =
  /^("(?:[^"\\]|\\.)*"|[\p{L}_][\p{L}\p{N}_.-]*)?(\s*)\[([^\]\n]*)\](\s*)(\{[^\n]*?\})?(\s*)(:|$)\s*(.*)$/u;
/** Here, a tab is a delimiter, never white space. */
const BRACKETS = /^ *(\d*|N) *(:?)([|\t]?) *$/;

/** Parses a header; undefined if the line isn't one. */
export function parseHeaderLine(content: string): HeaderLine | undefined {
  const match = HEADER.exec(content);
  if (match === null) return undefined;
  const [, key = '', , brackets = '', , fields, , colon = '', inline = ''] = match;
  const inside = BRACKETS.exec(brackets);
  if (inside === null || (colon === '' && fields === undefined)) return undefined;
  const [, digits = '', keyed = '', mark = ''] = inside;
  const delimiter: Delimiter = mark === '|' || mark === '\t' ? mark : ',';
  const isCount = /^(0|[1-9]\d*)$/.test(digits) && Number.isSafeInteger(Number(digits));
  const count = isCount ? Number(digits) : undefined;
  const columns = fields === undefined ? undefined : leafNames(fields.slice(1, -1), delimiter);
  const written = content.slice(0, content.length - inline.length).trimEnd();
  return {
    key,
    count,
    isKeyed: keyed === ':',
    delimiter,
    columns,
    hasGroups: fields !== undefined && /[{}]/.test(fields.slice(1, -1)),
    inline,
    inlineStart: content.length - inline.length,
    text: headerText({ key, count: count ?? 0, keyed, mark, fields: fields ?? '' }),
    written,
  };
}

/** Returns a header with a different number. */
export function withCount({ text }: HeaderLine, count: number): string {
  return text.replace(/\[\d*/, `[${count}`);
}

interface HeaderParts {
  readonly key: string;
  readonly count: number;
  readonly keyed: string;
  readonly mark: string;
  readonly fields: string;
}

function headerText({ key, count, keyed, mark, fields }: HeaderParts): string {
  return `${key}[${count}${keyed}${mark}]${fields}:`;
}

/** Names of a row's cells; those of a group have its name. */
function leafNames(fields: string, delimiter: Delimiter): readonly string[] {
  return fields
    .split(new RegExp(delimiter === '|' ? '[|{]' : `[${delimiter}{]`))
    .flatMap((part, index, parts) => {
      const isGroup = nextOpens(fields, parts, index);
      return isGroup ? [] : [part.replaceAll('}', '').trim().replaceAll(/^"|"$/g, '')];
    });
}

function nextOpens(fields: string, parts: readonly string[], index: number): boolean {
  const end = parts.slice(0, index + 1).reduce((length, part) => length + part.length + 1, -1);
  return fields[end] === '{';
}
