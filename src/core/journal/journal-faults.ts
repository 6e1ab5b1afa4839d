/** Faults of a journal line, and how they are reported. */

import { NinefoldError } from '../errors.ts';

/** The source of a journal's text, and what is already known about it. */
export interface JournalSource {
  /** Its name, for messages. */
  readonly file: string;
  /** Workflow id; defaults to that of the first event. */
  readonly workflow?: string;
  /** What precedes the text; nothing by default. */
  readonly before?: JournalHead;
  /** It is a segment of a shared journal: events before it may be in other segments. */
  readonly isSegment?: boolean;
}

/** What the continuation needs to know of the part that was already read. */
export interface JournalHead {
  /** Number of its last event. */
  readonly events: number;
  /** The greatest id so far. Later ids are greater unless a clock jumped back. */
  readonly greatestId: string;
  /** Tests whether it contains an event with this id. Only called for ids that aren't greater than the greatest. */
  readonly has: (id: string) => boolean;
}

type JournalFaultKind =
  | 'merge-marker'
  | 'unreadable'
  | 'newer'
  | 'foreign'
  | 'duplicate'
  | 'conflict'
  | 'gap'
  | 'misplaced-start'
  | 'unfinished'
  /** Read without what exceeds the limits; no reader refuses it. */
  | 'text';

/** A line that isn't the event expected there. */
export interface JournalFault {
  readonly kind: JournalFaultKind;
  /** 1-based. */
  readonly line: number;
  /** Description that follows `file:line: `. */
  readonly reason: string;
  /** Version of the line, if this Ninefold doesn't know it yet. */
  readonly version?: number;
  /** Type of the event, if this Ninefold doesn't know it. */
  readonly type?: string;
}

/** Makes the error that stops reading the journal at a fault. */
export function refusal(fault: JournalFault, source: JournalSource, cause?: unknown): NinefoldError {
  const { file } = source;
  if (fault.version !== undefined) {
    return new NinefoldError('state-newer', { file, version: fault.version }, { cause });
  }
  const { line, reason, type } = fault;
  if (type !== undefined) return new NinefoldError('event-newer', { file, line, type }, { cause });
  return new NinefoldError('state-damaged', { file, line, reason, id: source.workflow ?? 'ID' }, { cause });
}

/** What can be wrong with a single line. */
export const LINE_REASONS = {
  empty: 'the line is empty',
  notJson: "the line isn't valid JSON",
  notEvent: "the line isn't an event",
  notUtf8: "the line isn't UTF-8",
} as const;

/** Enough of a line to recognize it. */
const GLANCE = 1_000;
const MERGE_MARKER = /^(<{7}|\|{7}|={7}|>{7})/;

/** Makes the fault of a line that isn't JSON. */
export function unreadableLine(text: string, line: number): JournalFault {
  if (MERGE_MARKER.test(text)) return { kind: 'merge-marker', line, reason: 'a merge marker' };
  const reason = text.slice(0, GLANCE).trim() === '' ? LINE_REASONS.empty : LINE_REASONS.notJson;
  return { kind: 'unreadable', line, reason };
}

/** Makes the fault of an event in a segment that doesn't continue the line before it. */
export function unlinked(line: number): JournalFault {
  return { kind: 'gap', line, reason: "the event doesn't follow the line before it; lines are missing" };
}

/** Makes the fault of an event in the place of event `expected`. */
export function misplaced(seq: number, expected: number, line: number): JournalFault {
  if (seq < expected) {
    const reason = `a different event ${seq} comes before; two versions of this journal were combined`;
    return { kind: 'conflict', line, reason };
  }
  const last = seq - 1;
  const missing = last === expected ? `event ${last} is` : `events ${expected} to ${last} are`;
  return { kind: 'gap', line, reason: `${missing} missing before event ${seq}` };
}
