/**
 * Records by hash what Ninefold wrote to the exports of a state root: anything else was edited. Call it under the
 * root's lock to change anything.
 */

import { createHash } from 'node:crypto';

import * as z from 'zod/mini';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { isOwn, replaceDocument } from '../files/own-document.ts';
import { readText } from '../files/safe-read.ts';
import type { StateLayout } from '../state/state-layout.ts';

const FILE = 'state/sessions/exports.json';
export const WRITTEN_SCHEMA = 'ninefold/exports/1';
/** Number of earlier texts that are recognized, such as those that a checkout restores. */
const MOST = 16;

const entrySchema = z.object({
  /** Hashes of what Ninefold wrote there, newest first. */
  written: z.array(z.string()),
  /** Hash of the last handled edit; null if there was none. */
  handled: z.nullable(z.string()),
});
const recordSchema = z.object({
  schema: z.literal(WRITTEN_SCHEMA),
  files: z.record(z.string(), entrySchema),
});

type Entry = z.infer<typeof entrySchema>;
/** Called before a file is replaced, to check that the lock is still held. */
type Check = () => Promise<void>;
export type WrittenFiles = Readonly<Record<string, Entry>>;

/** Origin of an export on disk: written by Ninefold, edited and handled, edited, or someone else's. */
export type Provenance = 'written' | 'handled' | 'edited' | 'unknown';

/** Normalizes line ends: git changes them at a checkout (`core.autocrlf`), which isn't an edit. */
export function withPlainEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function hashOf(text: string): string {
  return createHash('sha256').update(withPlainEnds(text)).digest('base64url');
}

/** Parses the record; undefined if it is invalid. */
export function parseWritten(text: string): WrittenFiles | undefined {
  return recordSchema.safeParse(parseValue(text)).data?.files;
}

/**
 * Determines the origin of a text.
 *
 * @param path as the core names it
 */
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

  /**
   * Reads the record; empty if it is missing or damaged: every export then counts as someone else's, and a copy is
   * kept.
   *
   * @throws NinefoldError state-newer; file-damaged if the file isn't a record of ours
   */
  async read(): Promise<WrittenFiles> {
    const text = await readText({ path: this.#path, kind: 'record', below: this.#root });
    if (text === undefined) return {};
    const files = parseWritten(text);
    if (files !== undefined) return files;
    refuseNewer(parseValue(text), WRITTEN_SCHEMA, this.#path);
    if (isOwn(text, WRITTEN_SCHEMA)) return {};
    const reason = "this isn't a record of written exports";
    throw new NinefoldError('file-damaged', { file: this.#path, line: 1, reason });
  }

  /** Records texts before they are written: after a crash in between, both are known. */
  async note(files: WrittenFiles, texts: Readonly<Record<string, string>>, check: Check): Promise<void> {
    const noted = Object.entries(texts).map(([path, text]): readonly [string, Entry] => {
      const hash = hashOf(text);
      const { written = [], handled = null } = files[path] ?? {};
      return [path, { written: [hash, ...written.filter((one) => one !== hash)].slice(0, MOST), handled }];
    });
    await this.#write({ ...files, ...Object.fromEntries(noted) }, check);
  }

  /** Records that an edit was handled. */
  async noteHandled(
    files: WrittenFiles,
    { path, text }: { readonly path: string; readonly text: string },
    check: Check,
  ): Promise<void> {
    const written = files[path]?.written ?? [];
    await this.#write({ ...files, [path]: { written, handled: hashOf(text) } }, check);
  }

  async #write(files: WrittenFiles, check: Check): Promise<void> {
    const text = `${JSON.stringify({ schema: WRITTEN_SCHEMA, files })}\n`;
    await replaceDocument(this.#path, text, WRITTEN_SCHEMA, check);
  }
}
