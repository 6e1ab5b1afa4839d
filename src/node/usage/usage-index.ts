/**
 * Caches what was read of transcripts, so that a later pass only reads additions: one file per transcript, in the
 * user's cache folder. It is replaced whole, by rename, so several windows may write it at the same time; each
 * version is valid for the bytes it names. A file that is damaged, of another version, or for another transcript is
 * ignored.
 */

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { moveTo, removeFile } from '../files/patient-files.ts';
import { asFields, asList, parseValue } from '../../core/json-fields.ts';
import type { SpendingContext, SpentCall, SpentCompaction } from '../../core/meter/spending.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { ifReadable } from '../files/optional-file.ts';
import { sha256 } from '../files/sha256.ts';

/** Raise this with every change of what is cached, or of what a reader makes of a line. */
const VERSION = 3;
const ENDING = '.json';
const DAY_MS = 24 * 3600 * 1000;
/** By default, agents keep transcripts for a month; an index that wasn't written for longer is obsolete. */
const MAX_DAYS = 90;

/** A transcript as far as it was read. */
export interface IndexedTranscript {
  readonly path: string;
  /** Agent whose reader read it. */
  readonly agent: string;
  readonly inode: number;
  readonly size: number;
  readonly modifiedAt: number;
  /** Bytes up to the end of the last whole line, where the next pass begins. */
  readonly end: number;
  /** Hash of the bytes before `end`; if it differs, the file was rewritten. */
  readonly anchor: string;
  readonly context: SpendingContext;
  /** Working folders in its lines. */
  readonly cwds: readonly string[];
  readonly calls: readonly SpentCall[];
  /** Those of the main conversation, in file order. */
  readonly compactions: readonly SpentCompaction[];
}

export class UsageIndex {
  readonly #folder: string;
  #isSwept = false;

  /** @param cache Ninefold's folder in the user's cache */
  constructor(cache: string) {
    this.#folder = join(cache, 'usage');
  }

  /** Loads what is cached of a transcript; null if nothing valid is. */
  async load(path: string, agent: string): Promise<IndexedTranscript | null> {
    const text = await tryReadForeignText(this.#fileOf(path), 'usage');
    if (text === null) return null;
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (end < 0 || text.slice(0, end) !== hashOf(body)) return null;
    const indexed = transcriptOf(parseValue(body));
    return indexed?.path === path && indexed.agent === agent ? indexed : null;
  }

  /**
   * Saves the index of a transcript.
   *
   * @throws the system's error
   */
  async save(transcript: IndexedTranscript): Promise<void> {
    const body = JSON.stringify({ version: VERSION, ...transcript, calls: transcript.calls.map(rowOf) });
    const file = this.#fileOf(transcript.path);
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    // Private: it reveals when and how much someone worked.
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(temporary, `${hashOf(body)}\n${body}`, { mode: 0o600 });
      await moveTo(temporary, file);
    } finally {
      await removeFile(temporary);
    }
    if (!this.#isSwept) await this.#sweep();
  }

  /** Removes what wasn't written for months, including leftovers of a killed process. */
  async #sweep(): Promise<void> {
    this.#isSwept = true;
    for (const name of await readdir(this.#folder)) {
      const file = join(this.#folder, name);
      const found = await ifReadable(stat(file));
      if (found !== null && Date.now() - found.mtimeMs > MAX_DAYS * DAY_MS) await removeFile(file);
    }
  }

  #fileOf(path: string): string {
    return join(this.#folder, `${hashOf(path).slice(0, 40)}${ENDING}`);
  }
}

export function hashOf(text: string | Buffer): string {
  return sha256(text);
}

/** A call as a row, because the names would be most of the file. */
type CallRow = readonly [
  id: string | null,
  at: string | null,
  model: string | null,
  isSubagent: boolean,
  // All four, or none.
  input: number | null,
  cacheCreation: number | null,
  cacheRead: number | null,
  output: number | null,
  context: number | null,
];

function rowOf({ id, at, model, isSubagent, spent, context }: SpentCall): CallRow {
  if (spent === null) return [id, at, model, isSubagent, null, null, null, null, context];
  const { input, cacheCreation, cacheRead, output } = spent;
  return [id, at, model, isSubagent, input, cacheCreation, cacheRead, output, context];
}

/** Reads what {@link UsageIndex.save} wrote; null for anything else. By hand, as a schema would double the bundle. */
function transcriptOf(value: unknown): IndexedTranscript | null {
  const { version, path, agent, inode, size, modifiedAt, end, anchor, context, cwds, ...lists } =
    asFields(value) ?? {};
  if (version !== VERSION || !isText(path) || !isText(agent) || !isText(anchor)) return null;
  if (typeof inode !== 'number' || !isCount(size) || typeof modifiedAt !== 'number' || !isCount(end))
    return null;
  const { cwd, model } = asFields(context) ?? {};
  if (!isTextOrNull(cwd) || !isTextOrNull(model)) return null;
  const calls = allOf(lists.calls, callOf);
  const compactions = allOf(lists.compactions, compactionOf);
  const folders = allOf(cwds, (one) => (isText(one) ? one : null));
  if (calls === null || compactions === null || folders === null) return null;
  const file = { path, agent, inode, size, modifiedAt, end, anchor };
  return { ...file, context: { cwd, model }, cwds: folders, calls, compactions };
}

/** Returns every item as read; null if one can't be read, or if `value` isn't an array. */
function allOf<T>(value: unknown, read: (item: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const items = value.map(read);
  return items.every((item) => item !== null) ? items : null;
}

function callOf(row: unknown): SpentCall | null {
  const [id, at, model, isSubagent, ...figures] = asList(row);
  if (!isTextOrNull(id) || !isTextOrNull(at) || !isTextOrNull(model)) return null;
  if (typeof isSubagent !== 'boolean' || figures.length !== 5 || !figures.every(isCountOrNull)) return null;
  const [input = null, cacheCreation = null, cacheRead = null, output = null, context = null] = figures;
  const isKnown = input !== null && cacheCreation !== null && cacheRead !== null && output !== null;
  const spent = isKnown ? { input, cacheCreation, cacheRead, output } : null;
  return { id, at, model, isSubagent, spent, context };
}

function compactionOf(value: unknown): SpentCompaction | null {
  const { at, trigger } = asFields(value) ?? {};
  const isKnown = trigger === 'manual' || trigger === 'auto' || trigger === null;
  return isTextOrNull(at) && isKnown ? { at, trigger } : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCountOrNull(value: unknown): value is number | null {
  return value === null || isCount(value);
}
