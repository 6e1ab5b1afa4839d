/**
 * Mutates the exports of the reference workflow and has the tolerant reader read them: it must not crash, and what
 * stands in a line of the text must be in the value, or the line in a report.
 */

import { isDeepStrictEqual } from 'node:util';

import { exportSchema } from '../../src/core/exports/export-schemas.ts';
import { readToon } from '../../src/core/toon/read-toon.ts';
import type { ToonReading } from '../../src/core/toon/read-toon.ts';
import { applyToonEdits } from '../../src/core/toon/toon-finding.ts';
import type { ToonSchema } from '../../src/core/toon/toon-schema.ts';
import { documentOf, referenceState } from '../unit/support/documents.ts';
import { mutate } from './mutations.ts';
import { seededRandom } from './seeded-random.ts';

const NAMES = ['workflow-state.toon', 'decisions.toon', 'session-context.toon'];

export interface ToonTorture {
  readonly mutations: number;
  /** Read without a report, read with one, refused. */
  readonly read: number;
  readonly reported: number;
  readonly refused: number;
  /** What went wrong, with the text; empty where nothing did. */
  readonly failures: readonly string[];
}

/** Reads `count` mutated documents; the same ones for the same seed. */
export function tortureToon(count: number, seed: number): ToonTorture {
  const random = seededRandom(seed);
  const state = referenceState();
  const documents = NAMES.map((name) => ({ schema: exportSchema(name), text: documentOf(state, name) }));
  const totals = { read: 0, reported: 0, refused: 0 };
  const failures: string[] = [];
  for (let index = 0; index < count && failures.length < 20; index++) {
    const { schema, text } = random.pick(documents);
    const mutated = mutate(text, random);
    try {
      const reading = readToon(mutated, { schema });
      const kind =
        reading.value === undefined ? 'refused' : reading.findings.length > 0 ? 'reported' : 'read';
      totals[kind]++;
      const lost = faultOf(mutated, reading) ?? fixFaultOf(mutated, reading, schema);
      if (lost !== undefined) failures.push(`mutation ${index}: ${lost}\n${mutated}`);
    } catch (error) {
      failures.push(
        `mutation ${index}: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n${mutated}`,
      );
    }
  }
  return { mutations: count, ...totals, failures };
}

/** What is wrong with a reading; undefined where nothing is. */
function faultOf(text: string, { value, findings }: ToonReading): string | undefined {
  if (value === undefined) {
    return findings.some(({ severity }) => severity === 'problem') ? undefined : 'refused without a problem';
  }
  if (findings.some(({ code }) => code === 'fence-left-out')) return undefined;
  const leaves = leavesOf(value);
  const told = new Set(findings.map(({ line }) => line));
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    if (told.has(index + 1)) continue;
    for (const token of tokensOf(line)) {
      const left = leaves.get(token) ?? 0;
      if (left === 0) return `line ${index + 1}: '${token}' is not in the value`;
      leaves.set(token, left - 1);
    }
  }
  const invented = [...leaves].find(([, left]) => left > 0);
  return invented === undefined || told.size > 0 ? undefined : `'${invented[0]}' is not in the text`;
}

/** The edits that are offered must make what was read of the document. */
function fixFaultOf(text: string, { value, findings }: ToonReading, schema: ToonSchema): string | undefined {
  const repairs = findings.filter(({ severity }) => severity === 'repair');
  if (value === undefined || repairs.length === 0) return undefined;
  const mended = applyToonEdits(
    text,
    repairs.flatMap(({ edits }) => edits),
  );
  const again = readToon(mended, { schema });
  if (!isDeepStrictEqual(again.value, value))
    return `line ${repairs[0]?.line ?? 0}: the fixes make another document`;
  const left = again.findings.find(({ severity }) => severity === 'repair');
  return left === undefined ? undefined : `line ${left.line}: ${left.code} is left after the fixes`;
}

/** The single values of a document and how often each is there. */
function leavesOf(value: unknown, into = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) leavesOf(child, into);
  } else into.set(String(value), (into.get(String(value)) ?? 0) + 1);
  return into;
}

/** The values that a line holds, by a rule of thumb that knows nothing of the reader's. */
function tokensOf(line: string): readonly string[] {
  const content = line.trim();
  if (content === '' || content.startsWith('#')) return [];
  const header = /^[\w"]*\s*\[[^\]]*\]\s*(?:\{[^}]*\})?\s*:?\s*(.*)$/.exec(content);
  if (header !== null) return cellsOf(header[1] ?? '');
  const pair = /^(?:[A-Za-z_][\w.-]*|"[^"]*")\s*:(.*)$/.exec(content);
  if (pair === null) return cellsOf(content);
  const rest = (pair[1] ?? '').trim();
  return rest === '' || rest === '[]' ? [] : [plain(rest)];
}

function cellsOf(content: string): readonly string[] {
  if (content === '') return [];
  return (content.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|"(?![^"]*"))+|(?<=^|,)(?=,|$)/g) ?? []).map((cell) =>
    plain(cell.trim()),
  );
}

function plain(token: string): string {
  if (!/^".*"$/.test(token)) return token;
  const marks: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return token.slice(1, -1).replaceAll(/\\(.)/g, (_, mark: string) => marks[mark] ?? mark);
}
