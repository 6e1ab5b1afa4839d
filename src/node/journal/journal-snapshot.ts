/**
 * A snapshot: the folded state of a journal up to a point, so that earlier events aren't folded again.
 *
 * `state/workflows/{id}.journal.snapshot`: a line with the SHA-256 of the second line, which is JSON. It is used only
 * if that hash is valid, its schema is this version's, and the journal's bytes up to the point have the recorded
 * hash. Otherwise, the whole journal is folded, and the next writer makes another snapshot.
 */

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import { FOLD_VERSION } from '../../core/workflow/apply.ts';
import { workflowStateSchema } from '../../core/workflow/state-schema.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { replaceDocument } from '../files/own-document.ts';
import { tryReadText } from '../files/safe-read.ts';
import { sha256 } from '../files/sha256.ts';

/** Journal bytes per snapshot, about 300 events: the rest is folded in a few milliseconds. */
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
  /** Position in the journal: after the event `state.revision`. */
  readonly bytes: number;
  /** SHA-256 of the journal's preceding bytes. */
  readonly digest: string;
  /** The greatest event id before that. */
  readonly greatestId: string;
  readonly state: WorkflowState;
}

/**
 * Reads an intact snapshot; undefined if there is none, or it is another version's. Doesn't check whether it fits the
 * journal.
 */
export async function readSnapshot(path: string): Promise<Snapshot | undefined> {
  const text = await tryReadText({ path, kind: 'derived' });
  return text === undefined ? undefined : parseSnapshot(text);
}

/** Parses a snapshot; undefined if it isn't intact. */
export function parseSnapshot(text: string): Snapshot | undefined {
  const newline = text.indexOf('\n');
  if (newline < 0) return undefined;
  const body = text.slice(newline + 1);
  if (sha256(body) !== text.slice(0, newline)) return undefined;
  return snapshotSchema.safeParse(parseValue(body)).data;
}

/**
 * Replaces a snapshot.
 *
 * @throws NinefoldError file-unwritable
 */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const { bytes, digest, greatestId, state } = snapshot;
  const body = `${JSON.stringify({ schema: SNAPSHOT_SCHEMA, bytes, digest, greatestId, state })}\n`;
  await replaceDocument(path, `${sha256(body)}\n${body}`, SNAPSHOT_SCHEMA);
}
