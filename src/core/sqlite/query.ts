/** The few questions that are asked of an agent's database. */

import { findRow, type Pages, type Row, rowidsFromEnd, rowsFromEnd } from './b-tree.ts';
import { readColumns, type Value } from './record.ts';
import type { Schema } from './schema.ts';

export type Fields = Readonly<Record<string, Value>>;

interface Columns {
  readonly table: string;
  readonly columns: readonly string[];
  /** Longer texts are null. */
  readonly longest: number;
}

/** Yields some columns of a table's rows, those added last first. Yields nothing if there is no such table. */
export function* newestRows(pages: Pages, schema: Schema, wanted: Columns): Generator<Fields> {
  const table = schema.tables.get(wanted.table);
  if (table === undefined) return;
  const fieldsOf = fieldReader(table.columns, wanted);
  for (const row of rowsFromEnd(pages, table.root)) yield fieldsOf(row);
}

/**
 * Yields some columns of the rows with a value in one column, the last of an index first; without an index, those
 * added last first.
 */
export function* rowsWith(
  pages: Pages,
  schema: Schema,
  wanted: Columns & { readonly column: string; readonly value: string },
): Generator<Fields> {
  const table = schema.tables.get(wanted.table);
  if (table === undefined) return;
  const { column, value } = wanted;
  const own = schema.indices.filter((index) => index.table === wanted.table && index.columns[0] === column);
  // Of several, the one that also orders the rows.
  const [index] = own.toSorted((one, other) => other.columns.length - one.columns.length);
  if (index === undefined) {
    const columns = [...wanted.columns, column];
    for (const fields of newestRows(pages, schema, { ...wanted, columns }))
      if (fields[column] === value) yield fields;
    return;
  }
  const fieldsOf = fieldReader(table.columns, wanted);
  for (const rowid of rowidsFromEnd(pages, index.root, value)) {
    const row = findRow(pages, table.root, rowid);
    if (row !== null) yield fieldsOf(row);
  }
}

/** Reads a row's columns by name; null for those that the table doesn't have. */
function fieldReader(names: readonly string[], { columns, longest }: Columns): (row: Row) => Fields {
  const places = columns.map((name) => names.indexOf(name));
  return ({ record }) => {
    const known = readColumns(record, places, longest);
    return Object.fromEntries(columns.map((name, index) => [name, known[index] ?? null]));
  };
}
