/** The shape every TOON export shares: a `#` header, `schema` first, `revision` last. */

import type { ExportFile } from '../service/ports.ts';
import { encodeToon } from '../toon/encode-toon.ts';

/** Version of the exports' keys; the root scalar also keeps the encoder from folding the root into a table. */
export const EXPORT_SCHEMA = 'ninefold/1';

/** Says when a file's content last changed; the one line in which two exports of the same state may differ. */
export const GENERATED_LINE = /^# Generated: .*$/m;

/** A file's text but for the time of its generation: what two versions are compared by. */
export function withoutTime(text: string): string {
  return text.replace(GENERATED_LINE, '');
}

/**
 * A TOON export.
 *
 * @param path relative to the state root
 * @param shownPath how the header names it
 * @param body what stands between `schema` and `revision`
 * @param revision of the workflow; a document without that last line was cut short
 */
export function toonExport(
  path: string,
  shownPath: string,
  body: Readonly<Record<string, unknown>>,
  revision: number,
): ExportFile {
  const document = encodeToon({ schema: EXPORT_SCHEMA, ...body, revision });
  return { path, text: (generatedAt) => `# ${shownPath}\n# Generated: ${generatedAt}\n\n${document}\n` };
}
