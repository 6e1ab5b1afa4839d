/** The common form of TOON exports: a `#` header, `schema` first, `revision` last. */

import type { ExportFile } from '../service/ports.ts';
import { encodeToon } from '../toon/encode-toon.ts';

/** Version of the exports' keys; as a root scalar, it also keeps the encoder from folding the root into a table. */
export const EXPORT_SCHEMA = 'ninefold/1';

/** The time of generation: the only line in which two exports of the same state may differ. */
export const GENERATED_LINE = /^# Generated: .*$/m;

/** Returns a file's text without its time of generation, for comparing versions. */
export function withoutTime(text: string): string {
  return text.replace(GENERATED_LINE, '');
}

/**
 * Tests whether an export may have comments of a person.
 *
 * @param made its replacement, whose header is no such comment
 */
export function mayHaveComments(before: string, made: string): boolean {
  const [header] = made.split('\n', 1);
  const isOurs = (line: string): boolean => line === header || GENERATED_LINE.test(line);
  return before.split(/\r\n|\r|\n/).some((line) => line.trimStart().startsWith('#') && !isOurs(line));
}

/** Where the workflow's history stands, which an edit must be based on. */
export interface ExportPlace {
  /** Digest of its last events; only where another branch may have others. */
  readonly heads?: string;
  /** A document without this last line was truncated. */
  readonly revision: number;
}

/**
 * Makes a TOON export.
 *
 * @param path relative to the state root
 * @param shownPath the path in the header
 * @param body what comes between `schema` and the place
 */
export function toonExport(
  path: string,
  shownPath: string,
  body: Readonly<Record<string, unknown>>,
  place: ExportPlace,
): ExportFile {
  const document = encodeToon({ schema: EXPORT_SCHEMA, ...body, ...place });
  return { path, text: (generatedAt) => `# ${shownPath}\n# Generated: ${generatedAt}\n\n${document}\n` };
}
