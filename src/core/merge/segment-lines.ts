/**
 * The lines of a segment. They are those of a journal, moved apart: Git takes a new file for a renamed one if half of
 * its bytes, compared in blocks of 64, are in a deleted one, and then a revert or a merge stops where both sides
 * deleted that. Two events of one kind have most of their bytes in common, so the blocks of each line, and again those
 * of its data, begin elsewhere.
 */

import type { WorkflowEvent } from '../workflow/events.ts';

/** Bytes of the blocks that Git compares. */
const BLOCK = 64;

/** Encodes an event as a line of a segment, with its newline; the same event is the same line everywhere. */
export function encodeSegmentLine(event: WorkflowEvent): string {
  const { v, id, seq, workflow, after, at, actor, type, data } = event;
  const [first, second] = shiftsOf(id);
  const envelope = JSON.stringify({ id, seq, workflow, after, at, actor, type }).slice(1, -1);
  return `{"v":${v},${first}${envelope},${second}"data":${JSON.stringify(data)}}\n`;
}

/** Returns spaces, each up to a block, that differ from id to id. */
function shiftsOf(id: string): readonly [first: string, second: string] {
  let sum = 0;
  for (const character of id) sum = (sum * 33 + (character.codePointAt(0) ?? 0)) % (BLOCK * BLOCK);
  return [' '.repeat(Math.floor(sum / BLOCK)), ' '.repeat(sum % BLOCK)];
}
