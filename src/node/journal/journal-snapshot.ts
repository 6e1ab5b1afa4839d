/**
 * A snapshot: what a journal added up to at one point, so that what comes before isn't folded again.
 *
 * `state/workflows/{id}.journal.snapshot`: a line with the SHA-256 of the second, which is JSON. It is believed only
 * where that hash is right, its schema is this one's, and the journal's own bytes up to the point have the hash that it
 * names. Anything else is as good as no snapshot: the journal is folded whole, and the next writer makes another.
 */

import { createHash } from 'node:crypto';

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import { FOLD_VERSION } from '../../core/workflow/apply.ts';
import { workflowStateSchema } from '../../core/workflow/state-schema.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { tryReadText } from '../files/safe-read.ts';

/** A snapshot of each so many bytes of journal, some 300 events: what comes after is folded in a few milliseconds. */
export const SNAPSHOT_BYTES = 64 * 1024;

export const SNAPSHOT_SCHEMA = `ninefold/snapshot/${FOLD_VERSION}`;
const snapshotSchema = z.object({
  schema: z.literal(SNAPSHOT_SCHEMA),
  bytes: z.int().check(z.nonnegative()),
  digest: z.string(),
  greatestId: z.string(),
  state: workflowStateSchema,
});

export interface Snapshot {
  /** Where in the journal it stands: after the event `state.revision`. */
  readonly bytes: number;
  /** SHA-256 of the journal's bytes before that. */
  readonly digest: string;
  /** The greatest event's id before that. */
  readonly greatestId: string;
  readonly state: WorkflowState;
}

/** A snapshot that is whole; undefined where there is none, or another's. Whether it fits the journal is not asked. */
export async function readSnapshot(path: string): Promise<Snapshot | undefined> {
  const text = await tryReadText({ path, kind: 'derived' });
  return text === undefined ? undefined : parseSnapshot(text);
}

/** The snapshot in a text; undefined where it isn't whole. */
export function parseSnapshot(text: string): Snapshot | undefined {
  const newline = text.indexOf('\n');
  if (newline < 0) return undefined;
  const body = text.slice(newline + 1);
  if (sha256(body) !== text.slice(0, newline)) return undefined;
  return snapshotSchema.safeParse(parseValue(body)).data;
}

/** Replaces a snapshot. @throws NinefoldError file-unwritable */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const { bytes, digest, greatestId, state } = snapshot;
  const body = `${JSON.stringify({ schema: SNAPSHOT_SCHEMA, bytes, digest, greatestId, state })}\n`;
  await replaceFile(path, `${sha256(body)}\n${body}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
