/**
 * What was read of transcripts, kept so that a later pass reads only what came since: one file a transcript, in the user's cache
 * folder. It is replaced whole, by rename, so several windows may keep it at once; each version is right for the bytes it
 * names. One that is damaged, of another version or of another file is as good as none.
 */

import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import type { SpendingContext, SpentCall, SpentCompaction } from '../../core/meter/spending.ts';
import { tryReadForeignText } from '../files/safe-read.ts';
import { ifReadable } from '../files/optional-file.ts';

/** Raised with every change of what is kept, or of what a reader makes of a line. */
const VERSION = 3;
const ENDING = '.json';
const DAY_MS = 24 * 3600 * 1000;
/** Agents keep transcripts for a month by default; an index that nobody wrote for longer is of none. */
const MAX_DAYS = 90;

/** A transcript as far as it was read. */
export interface IndexedTranscript {
  readonly path: string;
  /** Name of the agent whose reader read it. */
  readonly agent: string;
  readonly inode: number;
  readonly size: number;
  readonly modifiedAt: number;
  /** Bytes up to the end of the last whole line: the next pass begins there. */
  readonly end: number;
  /** Hash of the bytes before `end`; where it differs, the file was rewritten. */
  readonly anchor: string;
  readonly context: SpendingContext;
  /** Working folders its lines name. */
  readonly cwds: readonly string[];
  readonly calls: readonly SpentCall[];
  /** Of the main conversation, in the order of the file. */
  readonly compactions: readonly SpentCompaction[];
}

const nullableText = z.nullable(z.string());
const count = z.int().check(z.nonnegative());
/** As a row: the names would be most of the file. */
const callRow = z.tuple([
  nullableText,
  nullableText,
  nullableText,
  z.boolean(),
  // All four, or none of them.
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

  /** @param cache the user's cache folder of Ninefold */
  constructor(cache: string) {
    this.#folder = join(cache, 'usage');
  }

  /** What is kept of a transcript; null where nothing is that holds. */
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

  /** @throws the system's error */
  async save(transcript: IndexedTranscript): Promise<void> {
    const body = JSON.stringify({ version: VERSION, ...transcript, calls: transcript.calls.map(rowOf) });
    const file = this.#fileOf(transcript.path);
    const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    // Only the user's own: it says when and how much somebody worked.
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(temporary, `${hashOf(body)}\n${body}`, { mode: 0o600 });
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
    if (!this.#isSwept) await this.#sweep();
  }

  /** Takes away what nobody wrote for months, what a killed process left included. */
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
