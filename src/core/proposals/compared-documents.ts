/** Compares two documents: what is compared, and the result. */

import type { WorkflowIntent } from '../workflow/intents.ts';
import type { RefusalCode } from './refusal-words.ts';

/** Why all or part of an edit is refused. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** 1-based; null if no line is the cause. */
  readonly line: number | null;
}

export interface Proposal {
  /** In execution order. */
  readonly intents: readonly WorkflowIntent[];
  readonly refusals: readonly Refusal[];
}

/** A document as read. */
export type DocumentValue = Readonly<Record<string, unknown>>;

/** Line of a key in the edited text; null if it isn't there. */
export type LineFor = (key: string) => number | null;

/** An entry of a table. */
export type Row = Readonly<Record<string, unknown>>;

/** Returns the entries of a table; none if the key has no table. */
export function rowsOf(document: DocumentValue, key: string): readonly Row[] {
  const rows = document[key];
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

export function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The freely written parts of a document, by table or object; the rest are ids, paths, and statuses. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  workflow: ['name', 'task'],
  decisions: ['choice', 'reason'],
  next_steps: ['text'],
};

/** Returns the freely written texts of a document. */
export function writtenTexts(document: DocumentValue): readonly string[] {
  const texts: string[] = [];
  eachText(document, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** Replaces texts of a document by those in `texts`. */
export function withTexts(document: DocumentValue, texts: ReadonlyMap<string, string>): DocumentValue {
  return eachText(document, (text) => texts.get(text) ?? text);
}

function eachText(document: DocumentValue, change: (text: string) => string): DocumentValue {
  const inRow = (row: unknown, keys: readonly string[]): unknown => {
    if (!isObject(row)) return row;
    const fields = Object.entries(row).map(
      ([key, value]) =>
        [key, keys.includes(key) && typeof value === 'string' ? change(value) : value] as const,
    );
    return Object.fromEntries(fields);
  };
  const parts = Object.entries(document).map(([key, value]) => {
    const keys = WRITTEN[key] ?? [];
    const changed = Array.isArray(value) ? value.map((row) => inRow(row, keys)) : inRow(value, keys);
    return [key, changed] as const;
  });
  return Object.fromEntries(parts);
}
