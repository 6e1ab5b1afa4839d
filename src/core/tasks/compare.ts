/**
 * Compares the three sides of a file: what merging it would change in the workspace. Pure except for the given merge.
 */

import { isBinary, lineEndOf, withLineEnd } from './line-ends.ts';

/** Why a file can't be merged automatically. */
export type ConflictReason = 'lines' | 'both-added' | 'binary' | 'deleted-here' | 'deleted-there' | 'whole';

/** A file's bytes; null if that side has none. */
export interface Sides {
  readonly base: Uint8Array | null;
  /** The workspace's. */
  readonly ours: Uint8Array | null;
  /** The task's. */
  readonly theirs: Uint8Array | null;
}

export type MergeLines = (
  base: Uint8Array,
  ours: Uint8Array,
  theirs: Uint8Array,
) => Promise<{ readonly bytes: Uint8Array; readonly conflicts: number } | null>;

export type Comparison =
  | { readonly state: 'same' }
  | {
      readonly state: 'clean';
      /** New content in the workspace; null deletes the file. */
      readonly result: Uint8Array | null;
      /** The workspace has changed, and both sides were merged. */
      readonly isMerged: boolean;
    }
  | {
      readonly state: 'conflict';
      readonly reason: ConflictReason;
      /** Both sides with conflict marks; null if only one of them can be taken. */
      readonly marked: Uint8Array | null;
    };

/** Compares by lines, ignoring line ends: the workspace file's stay. */
export async function compareFile(sides: Sides, merge: MergeLines): Promise<Comparison> {
  const { base, ours, theirs } = sides;
  if (isSame(ours, theirs) || (isSame(base, theirs) && base !== null)) return { state: 'same' };
  if (isSame(ours, base)) return { state: 'clean', result: fitted(theirs, ours), isMerged: false };
  if (theirs === null) return { state: 'conflict', reason: 'deleted-there', marked: null };
  if (ours === null) return { state: 'conflict', reason: 'deleted-here', marked: null };
  if ([base, ours, theirs].some((bytes) => bytes !== null && isBinary(bytes))) {
    return { state: 'conflict', reason: 'binary', marked: null };
  }
  const merged = await merge(fitted(base ?? new Uint8Array(), ours), ours, fitted(theirs, ours));
  if (merged === null) return { state: 'conflict', reason: 'whole', marked: null };
  // The workspace already has the task's change, along with others.
  if (merged.conflicts === 0 && isSame(merged.bytes, ours)) return { state: 'same' };
  if (merged.conflicts === 0) return { state: 'clean', result: merged.bytes, isMerged: true };
  return { state: 'conflict', reason: base === null ? 'both-added' : 'lines', marked: merged.bytes };
}

/** Converts the bytes to the line ends of the workspace's file, if those are uniform. */
export function fitted(bytes: Uint8Array, like: Uint8Array | null): Uint8Array;
export function fitted(bytes: Uint8Array | null, like: Uint8Array | null): Uint8Array | null;
export function fitted(bytes: Uint8Array | null, like: Uint8Array | null): Uint8Array | null {
  if (bytes === null || like === null || isBinary(like)) return bytes;
  const end = lineEndOf(like);
  return end === 'lf' || end === 'crlf' ? withLineEnd(bytes, end) : bytes;
}

function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return isEqual(one, other) || isEqual(withLineEnd(one, 'lf'), withLineEnd(other, 'lf'));
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** Tests whether a text still has conflict marks. */
export function hasMarks(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  return /^(<{7} |>{7} |\|{7} )/m.test(text);
}
