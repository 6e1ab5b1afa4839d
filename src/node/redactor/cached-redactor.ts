/**
 * A folder's redactor with a cache: loading the patterns takes as long as starting Node, so each text is checked
 * once, when it is written, and a hook reads the result. A text that isn't cached is checked; nothing leaves
 * unchecked.
 */

import { createHash } from 'node:crypto';

import * as z from 'zod/mini';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import type { Redaction } from '../../core/redaction/finding.ts';
import { mayHoldSecret } from '../../core/redaction/may-hold-secret.ts';
import type { RedactorPort } from '../../core/service/ports.ts';
import { replaceDocument } from '../files/own-document.ts';
import { readExport } from '../files/read-export.ts';
import type { StateLayout } from '../state/state-layout.ts';

const FILE = 'state/sessions/redacted.json';
export const REDACTED_SCHEMA = 'ninefold/redacted/1';
/** Longer texts are whole outputs, which are checked once, when they are stored. */
const LONGEST_REMEMBERED = 100_000;
/** Maximum number of cached texts, the newest; a workflow has a few hundred. */
const MOST = 4000;

const memorySchema = z.object({
  schema: z.literal(REDACTED_SCHEMA),
  /** Fingerprint of the patterns; others invalidate the cache. */
  patterns: z.string(),
  /** Result by the text's hash; null if nothing was removed. */
  texts: z.record(
    z.string(),
    z.nullable(z.object({ text: z.string(), counts: z.record(z.string(), z.int()) })),
  ),
});

/** Parses the cache; undefined if it is invalid. */
export function parseRedacted(text: string): z.infer<typeof memorySchema> | undefined {
  return memorySchema.safeParse(parseValue(text)).data;
}

declare const NINEFOLD_PATTERNS: string | undefined;

/** Fingerprint of the patterns, added by the build. */
function patternsNow(): string {
  return typeof NINEFOLD_PATTERNS === 'string' ? NINEFOLD_PATTERNS : 'unbuilt';
}

export class CachedRedactor implements RedactorPort {
  readonly #path: string;
  readonly #inner: Pick<RedactorPort, 'redact'>;
  #memory: Promise<Map<string, Redaction | null>> | undefined;
  #isChanged = false;

  constructor(layout: StateLayout, inner: Pick<RedactorPort, 'redact'>) {
    this.#path = layout.absolute(FILE);
    this.#inner = inner;
  }

  async redact(text: string): Promise<Redaction> {
    const clean: Redaction = { text, counts: {} };
    if (!mayHoldSecret(text)) return clean;
    if (text.length > LONGEST_REMEMBERED) return this.#inner.redact(text);
    const memory = await this.#remembered();
    const hash = createHash('sha256').update(text).digest('base64url');
    const known = memory.get(hash);
    if (known !== undefined) return known ?? clean;
    const found = await this.#inner.redact(text);
    memory.set(hash, found.text === text ? null : found);
    this.#isChanged = true;
    return found;
  }

  async keep(): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    const entries = [...(await this.#remembered())].slice(-MOST);
    const memory = { schema: REDACTED_SCHEMA, patterns: patternsNow(), texts: Object.fromEntries(entries) };
    try {
      await replaceDocument(this.#path, `${JSON.stringify(memory)}\n`, REDACTED_SCHEMA);
    } catch (error) {
      // It only saves time: the next process checks again.
      if (!NinefoldError.is(error)) throw error;
    }
  }

  #remembered(): Promise<Map<string, Redaction | null>> {
    this.#memory ??= this.#read();
    return this.#memory;
  }

  async #read(): Promise<Map<string, Redaction | null>> {
    try {
      const memory = parseRedacted((await readExport(this.#path)) ?? '');
      return new Map(memory?.patterns === patternsNow() ? Object.entries(memory.texts) : []);
    } catch (error) {
      if (NinefoldError.is(error)) return new Map();
      throw error;
    }
  }
}
