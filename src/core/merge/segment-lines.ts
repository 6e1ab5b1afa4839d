/**
 * The lines of a segment. They are those of a journal, moved apart: Git takes a new file for a renamed one if half of
 * its bytes, compared in blocks of 64, are in a deleted one, and then a revert or a merge stops where both sides
 * deleted that. Two events of one kind have most of their bytes in common, so the blocks of each line begin elsewhere.
 */

import { encodeEvent } from '../journal/journal-format.ts';
import type { WorkflowEvent } from '../workflow/events.ts';

/** Bytes of the blocks that Git compares. */
const BLOCK = 64;

/** Encodes an event as a line of a segment, with its newline; the same event is the same line everywhere. */
export function encodeSegmentLine(event: WorkflowEvent): string {
  const line = encodeEvent(event);
  const begin = line.indexOf(',') + 1;
  return line.slice(0, begin) + ' '.repeat(shiftOf(event.id)) + line.slice(begin);
}

/** Returns a number below the size of a block, equally often each. */
function shiftOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % BLOCK;
  return sum;
}
