/** The events of a shared journal, collected from its segments. */

import type { NinefoldError } from '../errors.ts';
import { encodeEvent } from '../journal/journal-format.ts';
import { refusal } from '../journal/journal-faults.ts';
import type { JournalSource } from '../journal/journal-faults.ts';
import type { WorkflowEvent } from '../workflow/events.ts';

/** The events of a segment, in its order. */
export interface Segment {
  readonly source: JournalSource;
  readonly events: readonly WorkflowEvent[];
}

/**
 * Collects the events of all segments, each once: a copied state has the same events in two.
 *
 * @throws NinefoldError state-damaged if two different events have one id
 */
export function eventsOfSegments(segments: readonly Segment[]): readonly WorkflowEvent[] {
  const known = new Map<string, WorkflowEvent>();
  for (const { source, events } of segments) {
    for (const [index, event] of events.entries()) {
      const other = known.get(event.id);
      if (other === undefined) known.set(event.id, event);
      else if (!isSameEvent(event, other)) throw differentEvents(source, index + 1);
    }
  }
  return [...known.values()];
}

function isSameEvent(one: WorkflowEvent, other: WorkflowEvent): boolean {
  return encodeEvent(one) === encodeEvent(other);
}

function differentEvents(source: JournalSource, line: number): NinefoldError {
  const reason = 'another segment has a different event with this id';
  return refusal({ kind: 'conflict', line, reason }, source);
}
