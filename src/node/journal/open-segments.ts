/**
 * Remembers which segment this worktree writes: `state/context/{id}.segment.json`. Without the record, or if anything
 * differs, the next event begins a new segment, which is always right.
 */

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import { NinefoldError } from '../../core/errors.ts';
import { replaceDocument } from '../files/own-document.ts';
import { tryReadText } from '../files/safe-read.ts';
import type { StateLayout } from '../state/state-layout.ts';

export const SEGMENT_SCHEMA = 'ninefold/segment/1';
const openSegmentSchema = z.object({
  schema: z.literal(SEGMENT_SCHEMA),
  /** Relative to the root, as the core names it. */
  path: z.string(),
  /** Where git stood. */
  position: z.string(),
  /** Of the file that was written: a checkout, a stash, or a copy makes another. */
  inode: z.number(),
  /** SHA-256 of all that was written. */
  digest: z.string(),
});

export type OpenSegment = Omit<z.infer<typeof openSegmentSchema>, 'schema'>;

/** Parses the record; undefined if it is invalid. */
export function parseOpenSegment(text: string): OpenSegment | undefined {
  return openSegmentSchema.safeParse(parseValue(text)).data;
}

export class OpenSegments {
  readonly #layout: StateLayout;

  constructor(layout: StateLayout) {
    this.#layout = layout;
  }

  async read(id: string): Promise<OpenSegment | undefined> {
    const text = await tryReadText({ path: this.#path(id), kind: 'record', below: this.#layout.root });
    return text === undefined ? undefined : parseOpenSegment(text);
  }

  async keep(id: string, { path, position, inode, digest }: OpenSegment): Promise<void> {
    try {
      const record = { schema: SEGMENT_SCHEMA, path, position, inode, digest };
      await replaceDocument(this.#path(id), `${JSON.stringify(record)}\n`, SEGMENT_SCHEMA);
    } catch (error) {
      // The event is saved, and the next one begins a new segment.
      if (!NinefoldError.is(error)) throw error;
    }
  }

  #path(id: string): string {
    return this.#layout.absolute(`state/context/${id}.segment.json`);
  }
}
