/** The last events of a workflow: two branches may have the same number of events, but not the same last ones. */

import type { WorkflowState } from './state.ts';

/** Where a workflow's history stands. */
export type Place = Pick<WorkflowState, 'revision' | 'heads'>;

/** Tests whether two states have the same history. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.revision === other.revision && headsKey(one) === headsKey(other);
}

/** Returns a text that is the same for the same last events, in any order. */
export function headsKey({ heads }: Pick<Place, 'heads'>): string {
  return [...heads].sort().join(' ');
}

/**
 * Digests the last events to eight hexadecimal digits (FNV-1a): short enough for documents that agents read. Compared
 * together with the revision, so that a collision needs two branches of the same length.
 */
export function headsDigest(place: Pick<Place, 'heads'>): string {
  let digest = 0x811c9dc5;
  for (const character of headsKey(place)) {
    digest = Math.imul(digest ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (digest >>> 0).toString(16).padStart(8, '0');
}
