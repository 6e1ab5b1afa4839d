/** The tables and indices of a database, from the texts that made them. */

import { type Pages, rowsFromEnd } from './b-tree.ts';
import { readColumns } from './record.ts';

interface Table {
  readonly root: number;
  /** Names in the order of their columns. */
  readonly columns: readonly string[];
}

interface Index {
  readonly table: string;
  readonly root: number;
  readonly columns: readonly string[];
}

export interface Schema {
  readonly tables: ReadonlyMap<string, Table>;
  readonly indices: readonly Index[];
}

/** Longest text of a definition. */
const LONGEST = 64 * 1024;
/** The schema's own table is on the first page. */
const ROOT = 1;

/** Reads the schema. Leaves out what isn't a plain table, or an index of plain columns of all rows. */
export function readSchema(pages: Pages): Schema {
  const tables = new Map<string, Table>();
  const indices: Index[] = [];
  for (const { record } of rowsFromEnd(pages, ROOT)) {
    const [type, name, table, root, sql] = readColumns(record, [0, 1, 2, 3, 4], LONGEST);
    if (typeof name !== 'string' || typeof table !== 'string' || typeof root !== 'number') continue;
    if (typeof sql !== 'string') continue;
    const columns = columnsOf(sql);
    if (columns === null) continue;
    if (type === 'table' && !/\)\s*without\s+rowid/i.test(sql)) tables.set(name, { root, columns });
    if (type === 'index' && isPlainIndex(sql)) indices.push({ table, root, columns });
  }
  return { tables, indices };
}

/** Not of expressions or of a part of the rows, and in the usual order. */
function isPlainIndex(sql: string): boolean {
  return !/\)\s*where\s/i.test(sql) && !/\bdesc\b|\bcollate\b/i.test(sql) && !/\(.*\(/s.test(sql);
}

/** Rules of a table, which stand among its columns. */
const RULE = /^(?:constraint|primary|unique|foreign|check)\b/i;

/** The names in the outermost parentheses; null if there are none. */
export function columnsOf(sql: string): readonly string[] | null {
  const open = sql.indexOf('(');
  if (open < 0) return null;
  return partsOf(sql.slice(open + 1))
    .map((part) => part.trim())
    .filter((part) => part !== '' && !RULE.test(part))
    .map(
      (part) => /^(?:`([^`]*)`|"([^"]*)"|\[([^\]]*)\]|([^\s(),]+))/.exec(part)?.slice(1).find(Boolean) ?? '',
    );
}

/** Split at commas, up to the parenthesis that ends the list; texts and inner parentheses are left whole. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if ('\'"`'.includes(character)) quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')' && depth === 0) return [...parts, text.slice(from, at)];
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
