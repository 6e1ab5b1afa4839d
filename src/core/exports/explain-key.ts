/** Explains the export key under the cursor. Pure; reads only the lines that it needs. */

import type { Phrase } from '../meter/meter-words.ts';
import { keyAt } from '../toon/key-at.ts';
import type { LineAt } from '../toon/key-at.ts';
import type { ToonField } from '../toon/toon-schema.ts';
import { exportSchema } from './export-schemas.ts';
import { KEY_VALUES, KEY_DESCRIPTIONS } from './key-descriptions.ts';

interface KeyExplanation {
  /** As in the table of keys: `deliverables.file`. */
  readonly key: string;
  readonly phrases: readonly Phrase[];
  /** 1-based, the end exclusive: the explained key or cell. */
  readonly column: number;
  readonly endColumn: number;
}

/**
 * Explains the key or cell at a position.
 *
 * @param name of the export, as the core names it
 * @param line 1-based, as is `column`
 * @returns undefined if there is no known key
 */
export function explainKey(
  name: string,
  lineAt: LineAt,
  { line, column }: { readonly line: number; readonly column: number },
): KeyExplanation | undefined {
  const found = keyAt(lineAt, line, column);
  if (found === undefined) return undefined;
  const field = fieldAt(name, found.path);
  const key = found.path.join('.');
  const template = wordsOf(name, key);
  if (field === undefined || template === undefined) return undefined;
  const phrases: Phrase[] = [{ template, parameters: {} }];
  if (field.kind === 'text' && field.values !== undefined)
    phrases.push({ template: KEY_VALUES, parameters: { values: field.values.join(', ') } });
  return { key, phrases, column: found.column, endColumn: found.endColumn };
}

function wordsOf(name: string, key: string): string | undefined {
  const words: Readonly<Record<string, string>> = KEY_DESCRIPTIONS;
  const own = `${name}:${key}`;
  if (Object.hasOwn(words, own)) return words[own];
  return Object.hasOwn(words, key) ? words[key] : undefined;
}

function fieldAt(name: string, [first = '', second]: readonly string[]): ToonField | undefined {
  const { fields } = exportSchema(name);
  const field = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (second === undefined || field === undefined) return field;
  const below = field.kind === 'object' ? field.fields : field.kind === 'table' ? field.columns : {};
  return Object.hasOwn(below, second) ? below[second] : undefined;
}
