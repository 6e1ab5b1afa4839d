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
  'bullet-removed': "table rows don't start with a dash; it was ignored",
  'blank-line': 'blank line between table rows; it was ignored',
  'cell-quoted': "'{text}' needs quotes here; it was read as one value",
  'colon-added': 'missing colon after the header; it was added',
  'columns-added': "the header of '{key}' names no columns; it was read as {header}",
  'column-unknown': "unknown column '{column}' in '{key}'; its columns are {columns}",
  'column-missing': "missing column '{column}' in '{key}'; its columns are {columns}",
  'count-added': "missing entry count after '{key}'; it was read as {header}",
  'count-recounted': "'{key}' declares {said} entries but has {found}; it was read with {found}",
  'count-and-comments':
    "'{key}' declares {said} entries but has {found}, and `#` lines between its rows; correct the count, or quote the row that starts with #",
  'cut-short': 'the document is truncated: `revision` is missing at its end',
  'cut-short-line': 'the last line has no line break, so the document may be truncated; add one',
  'duplicate-key': "duplicate key '{key}'; remove one",
  'escape-unknown': 'in quotes, a backslash can only precede \\ " n r t or u and four digits; double it',
  'fence-left-out': 'the document is in a code fence; the fence and the text around it were ignored',
  'fence-mixed': 'parts of the document are inside and outside a code fence; keep one',
  'fence-several': 'several code fences contain a document; keep one',
  'header-spacing': "headers don't contain spaces; they were ignored",
  'indent-changed': "{count} lines aren't indented by two spaces per level; they were read as if they were",
  'indent-unclear':
    'this line is indented too deeply to belong to the lines above; align it with its neighbors',
  'item-unexpected': "list entry outside of a list; remove the dash, or add the list's header",
  'items-mixed': 'rows and list entries are mixed; use one form for all',
  'key-unknown': "unknown key '{key}'; the keys here are {keys}",
  'line-malformed': "can't read this line: {reason}",
  'merge-marker': 'unfinished merge; resolve it',
  misread: "'{key}' has {found} rows in the text, but {read} were read; write each on one line",
  'note-in-value': '`#` after a value is part of it, not a comment; move the comment to its own line',
  'number-expected': "'{text}' isn't a whole number",
  prose: "expected 'key: value' or a row; remove the line, or start it with #",
  'quote-unclosed': 'missing closing quote',
  'quote-early': 'the value continues after its closing quote; put a backslash before quotes within it',
  'quotes-single': 'single quotes are part of the value; use double quotes or none',
  'row-or-comment': "this line is a comment; if it's meant as a row, quote its first cell",
  'row-or-key': "this could be a row of '{key}' or a separate key; quote the cell that contains a colon",
  'row-too-short': "rows of '{key}' have {wanted} cells, but this one has {found}; add the missing ones",
  'row-unclear':
    "rows of '{key}' have {wanted} cells, but this one has {found}; quote the cell that contains a comma",
  'row-merged': "rows of '{key}' have {wanted} cells, but this one has {found}; it was read as {row}",
  'schema-missing': "the document doesn't start with 'schema: {schema}'",
  'space-around': 'nonstandard spaces around a value; they were ignored',
  'too-deep': 'lines are nested too deeply',
  'too-long': 'the document is too long for a Ninefold document',
  'value-missing': '\'{key}\' has no value; add one, "" for an empty one',
  'value-unexpected': "expected {expected} for '{key}'",
  'value-unknown': "invalid value '{text}'; use one of {values}",
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
