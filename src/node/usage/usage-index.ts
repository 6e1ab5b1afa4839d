/**
 * Caches what was read of transcripts, so that a later pass only reads additions: one file per transcript, in the
 * user's cache folder. It is replaced whole, by rename, so several windows may write it at the same time; each
 * version is valid for the bytes it names. A file that is damaged, of another version, or for another transcript is
 * ignored.
 */

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import type { SpendingContext, SpentCall, SpentCompaction } from '../../core/meter/spending.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { ifReadable } from '../files/optional-file.ts';

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

const nullableText = z.nullable(z.string());
const count = z.int().check(z.nonnegative());
/** As a row, because the names would be most of the file. */
const callRow = z.tuple([
  nullableText,
  nullableText,
  nullableText,
  z.boolean(),
  // All four, or none.
  z.nullable(count),
  z.nullable(count),
  z.nullable(count),
  z.nullable(count),
  z.nullable(count),
]);

const indexSchema = z.object({
  version: z.literal(VERSION),
  path: z.string(),
  agent: z.string(),
  inode: z.number(),
  size: count,
  modifiedAt: z.number(),
  end: count,
  anchor: z.string(),
  context: z.object({ cwd: nullableText, model: nullableText }),
  cwds: z.array(z.string()),
  calls: z.array(callRow),
  compactions: z.array(z.object({ at: nullableText, trigger: z.nullable(z.enum(['manual', 'auto'])) })),
});

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
    const parsed = indexSchema.safeParse(parseValue(body));
    if (!parsed.success || parsed.data.path !== path || parsed.data.agent !== agent) return null;
    const { calls, ...rest } = parsed.data;
    return { ...rest, calls: calls.map(callOf) };
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
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
    if (!this.#isSwept) await this.#sweep();
  }

  /** Removes what wasn't written for months, including leftovers of a killed process. */
  async #sweep(): Promise<void> {
    this.#isSwept = true;
    for (const name of await readdir(this.#folder)) {
      const file = join(this.#folder, name);
      const found = await ifReadable(stat(file));
      if (found !== null && Date.now() - found.mtimeMs > MAX_DAYS * DAY_MS) await rm(file, { force: true });
    }
  }

  #fileOf(path: string): string {
    return join(this.#folder, `${hashOf(path).slice(0, 40)}${ENDING}`);
  }
}

export function hashOf(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function rowOf({ id, at, model, isSubagent, spent, context }: SpentCall): z.infer<typeof callRow> {
  if (spent === null) return [id, at, model, isSubagent, null, null, null, null, context];
  const { input, cacheCreation, cacheRead, output } = spent;
  return [id, at, model, isSubagent, input, cacheCreation, cacheRead, output, context];
}

function callOf(row: z.infer<typeof callRow>): SpentCall {
  const [id, at, model, isSubagent, input, cacheCreation, cacheRead, output, context] = row;
  const isKnown = input !== null && cacheCreation !== null && cacheRead !== null && output !== null;
  const spent = isKnown ? { input, cacheCreation, cacheRead, output } : null;
  return { id, at, model, isSubagent, spent, context };
}
