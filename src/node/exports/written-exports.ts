/**
 * What Ninefold wrote into the exports of a state root, by hash: what else stands there was edited. To be called
 * under the root's lock where it changes anything.
 */

import { createHash } from 'node:crypto';

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { readText } from '../files/safe-read.ts';
import type { StateLayout } from '../state/state-layout.ts';

const FILE = 'state/sessions/exports.json';
export const WRITTEN_SCHEMA = 'ninefold/exports/1';
/** So many earlier texts are known again, such as those that a checkout brings back. */
const MOST = 16;

const entrySchema = z.object({
  /** Hashes of what Ninefold wrote there, the newest first. */
  written: z.array(z.string()),
  /** Hash of the edit that was dealt with last; null where none was. */
  handled: z.nullable(z.string()),
});
const recordSchema = z.object({
  schema: z.literal(WRITTEN_SCHEMA),
  files: z.record(z.string(), entrySchema),
});

type Entry = z.infer<typeof entrySchema>;
/** Asked before a file is replaced: whether the lock is still held. */
type Check = () => Promise<void>;
export type WrittenFiles = Readonly<Record<string, Entry>>;

/** What an export on disk is: as Ninefold wrote it, edited and dealt with, edited, or of somebody else. */
export type Provenance = 'written' | 'handled' | 'edited' | 'unknown';

/** A text whatever ends its lines: git writes them anew at a checkout (`core.autocrlf`), and nobody has edited it by that. */
export function withPlainEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function hashOf(text: string): string {
  return createHash('sha256').update(withPlainEnds(text)).digest('base64url');
}

/** The record in a text; undefined where it is none. */
export function parseWritten(text: string): WrittenFiles | undefined {
  return recordSchema.safeParse(parseValue(text)).data?.files;
}

/** @param path as the core names it */
export function provenanceOf(files: WrittenFiles, path: string, text: string): Provenance {
  const entry = files[path];
  if (entry === undefined) return 'unknown';
  const hash = hashOf(text);
  if (entry.written.includes(hash)) return 'written';
  return entry.handled === hash ? 'handled' : 'edited';
}

export class WrittenExports {
  readonly #root: string;
  readonly #path: string;

  constructor(layout: StateLayout) {
    this.#root = layout.root;
    this.#path = layout.absolute(FILE);
  }

  /** Nothing where the record is gone or damaged: every export is then of somebody else, and a copy of it is kept. @throws NinefoldError state-newer */
  async read(): Promise<WrittenFiles> {
    const text = await readText({ path: this.#path, kind: 'record', below: this.#root });
    if (text === undefined) return {};
    const files = parseWritten(text);
    if (files === undefined) refuseNewer(parseValue(text), WRITTEN_SCHEMA, this.#path);
    return files ?? {};
  }

  /** Notes texts that are about to be written, before they are: a crash in between leaves both known. */
  async note(files: WrittenFiles, texts: Readonly<Record<string, string>>, check: Check): Promise<void> {
    const noted = Object.entries(texts).map(([path, text]): readonly [string, Entry] => {
      const hash = hashOf(text);
      const { written = [], handled = null } = files[path] ?? {};
      return [path, { written: [hash, ...written.filter((one) => one !== hash)].slice(0, MOST), handled }];
    });
    await this.#write({ ...files, ...Object.fromEntries(noted) }, check);
  }

  /** Notes that an edit was dealt with. */
  async noteHandled(
    files: WrittenFiles,
    { path, text }: { readonly path: string; readonly text: string },
    check: Check,
  ): Promise<void> {
    const written = files[path]?.written ?? [];
    await this.#write({ ...files, [path]: { written, handled: hashOf(text) } }, check);
  }

  async #write(files: WrittenFiles, check: Check): Promise<void> {
    await replaceFile(this.#path, `${JSON.stringify({ schema: WRITTEN_SCHEMA, files })}\n`, check);
  }
}
