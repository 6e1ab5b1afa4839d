/** The segments of a shared journal as files. */

import { workflowFile } from '../../core/exports/exports.ts';
import { refusal } from '../../core/journal/journal-faults.ts';
import type { JournalSource } from '../../core/journal/journal-faults.ts';
import { decodeJournal } from '../../core/journal/journal-format.ts';
import { orderEvents } from '../../core/merge/order-events.ts';
import { isSegmentsMarker } from '../../core/merge/segment-names.ts';
import { eventsOfSegments } from '../../core/merge/segments.ts';
import type { Segment } from '../../core/merge/segments.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { encodingFault, readJournalFile } from './journal-file.ts';
import type { JournalBytes } from './journal-file.ts';
import { listSegments } from './segment-list.ts';
import type { SegmentFile } from './segment-list.ts';

/** A segment and its bytes. */
export interface SegmentBytes extends SegmentFile {
  readonly bytes: JournalBytes;
}

/** Reads segments; leaves out the line that stands for them in the journal's place, and what is gone meanwhile. */
export async function readSegments(
  layout: StateLayout,
  id: string,
  files: readonly SegmentFile[],
): Promise<readonly SegmentBytes[]> {
  const found: SegmentBytes[] = [];
  for (const file of files) {
    const bytes = await readJournalFile(
      layout.absolute(file.path),
      segmentSource(layout, id, file.path),
      layout.root,
    );
    if (bytes === undefined || isMarker(file, bytes, id)) continue;
    found.push({ ...file, bytes });
  }
  return found;
}

function isMarker({ path }: SegmentFile, { whole }: JournalBytes, id: string): boolean {
  return path === workflowFile(id, 'journal.jsonl') && isSegmentsMarker(whole.toString('utf8'), id);
}

/** Names a segment for messages. */
export function segmentSource(layout: StateLayout, id: string, path: string): JournalSource {
  return { file: layout.shown(path), workflow: id, isSegment: true };
}

/**
 * Decodes segments into their events, each once, in no order.
 *
 * @throws NinefoldError state-damaged, state-newer
 */
export function decodeSegments(
  layout: StateLayout,
  id: string,
  segments: readonly SegmentBytes[],
): readonly WorkflowEvent[] {
  const decoded = segments.map(({ path, bytes }): Segment => {
    const source = segmentSource(layout, id, path);
    return { source, events: decodeSegment(bytes, source) };
  });
  return eventsOfSegments(decoded);
}

function decodeSegment({ whole, torn }: JournalBytes, source: JournalSource): readonly WorkflowEvent[] {
  const wrong = encodingFault(whole);
  if (wrong !== undefined) throw refusal(wrong, source);
  return decodeJournal(whole.toString('utf8') + torn.toString('utf8'), source).events;
}

/** @throws NinefoldError state-damaged, state-newer, file-unreadable */
export async function readSegmentEvents(layout: StateLayout, id: string): Promise<readonly WorkflowEvent[]> {
  const segments = await readSegments(layout, id, await listSegments(layout, id));
  const ordered = orderEvents(decodeSegments(layout, id, segments));
  return ordered.map((event, index) => ({ ...event, seq: index + 1 }));
}
