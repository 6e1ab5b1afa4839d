/** Findings of the tolerant reader: where, what, and edits that fix it. */

/** Replaces a range of a document. Lines and columns are 1-based, the end exclusive. */
export interface ToonEdit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/**
 * - `problem`: the document isn't read, because its meaning isn't certain;
 * - `repair`: it was read as if `edits` had been made;
 * - `doubt`: it was read unchanged, which may not be what is meant.
 */
export type ToonSeverity = 'problem' | 'repair' | 'doubt';

/** The English words of every finding, by code; `{name}` is a parameter. The host translates them. */
export const TOON_WORDS = {
  'bullet-removed': 'a row of a table begins without a dash; it was left out',
  'blank-line': 'a blank line stands among the rows of a table; it was passed over',
  'cell-quoted': "'{text}' needs quotes here; it was read as one value",
  'colon-added': 'the colon after the header is missing; it was added',
  'columns-added': "the header of '{key}' names no columns; it was read as {header}",
  'column-unknown': "'{key}' has the columns {columns}; '{column}' is none of them",
  'column-missing': "'{key}' has the columns {columns}; '{column}' is missing",
  'count-added': "the number of entries is missing after '{key}'; it was read as {header}",
  'count-recounted': "'{key}' says {said} and has {found}; it was read with {found}",
  'count-and-comments':
    "'{key}' says {said} and has {found}, and `#` lines stand among its rows; recount, or quote the row that begins with #",
  'cut-short': 'the document was cut short: `revision` is missing at its end',
  'cut-short-line': 'the last line has no line end, so the document may have been cut short; add one',
  'duplicate-key': "'{key}' stands here twice; take one out",
  'escape-unknown':
    'a backslash in quotes stands only before \\ " n r t or u and four digits; write it twice',
  'fence-left-out': 'the document was taken out of its code fence; what stands around it was left out',
  'fence-mixed': 'parts of a document stand inside and outside of a code fence; leave one',
  'fence-several': 'several code fences hold a document; leave one',
  'header-spacing': 'a header has no spaces within; they were left out',
  'indent-changed': '{count} lines are not indented by two spaces a level; they were read as if they were',
  'indent-unclear': 'this line is indented deeper than what it could belong to; align it with its neighbours',
  'item-unexpected': 'a list entry stands where no list is; take out the dash, or give the list its header',
  'items-mixed': 'rows and list entries are mixed; write all of them alike',
  'key-unknown': "'{key}' is no key of this document; the ones here are {keys}",
  'line-malformed': 'this line cannot be read: {reason}',
  'merge-marker': 'a merge is unfinished here; resolve it',
  misread: "'{key}' has {found} rows in the text and {read} as read; write each on one line",
  'note-in-value': '`#` after a value is part of it, no comment; put the comment on a line of its own',
  'number-expected': "'{text}' is no whole number",
  prose: "this is neither 'key: value' nor a row; take the line out, or put # before it",
  'quote-unclosed': 'the closing quote is missing',
  'quote-early':
    'the closing quote stands before the end of the value; put a backslash before a quote within',
  'quotes-single': 'single quotes are part of the value; use double quotes, or none',
  'row-or-comment': 'this line is a comment; if it is meant as a row, put its first cell in quotes',
  'row-or-key': "this may be a row of '{key}' or a key of its own; quote the cell that has a colon",
  'row-too-short': "a row of '{key}' has {wanted} cells, this one {found}; write the missing ones",
  'row-unclear': "a row of '{key}' has {wanted} cells, this one {found}; quote the cell that has a comma",
  'row-merged': "a row of '{key}' has {wanted} cells, this one {found}; it was read as {row}",
  'schema-missing': "the document does not begin with 'schema: {schema}'",
  'space-around': 'a value has spaces around it that are none; they were left out',
  'too-deep': 'lines are nested too deeply',
  'too-long': 'the document is too long to be one of ours',
  'value-missing': '\'{key}\' has no value; write it, "" for an empty one',
  'value-unexpected': "'{key}' holds {expected}, not a single value",
  'value-unknown': "'{text}' is none of {values}",
} as const;

export type ToonCode = keyof typeof TOON_WORDS;

export interface ToonFinding {
  readonly severity: ToonSeverity;
  readonly code: ToonCode;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** 1-based, exclusive, on the same line. */
  readonly endColumn: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Edits that fix the document; empty if none is safe. */
  readonly edits: readonly ToonEdit[];
}

/** Applies non-overlapping `edits` to a text. */
export function applyToonEdits(text: string, edits: readonly ToonEdit[]): string {
  const starts = lineStarts(text);
  const offset = (line: number, column: number): number =>
    Math.min((starts[line - 1] ?? text.length) + column - 1, text.length);
  return [...edits]
    .map((edit) => ({
      from: offset(edit.line, edit.column),
      to: offset(edit.endLine, edit.endColumn),
      text: edit.text,
    }))
    .sort((left, right) => right.from - left.from || right.to - left.to)
    .reduce((whole, edit) => whole.slice(0, edit.from) + edit.text + whole.slice(edit.to), text);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
