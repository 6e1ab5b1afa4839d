/** What can be wrong with a line of a journal, and how it is told. */

import { NinefoldError } from '../errors.ts';

/** Whose journal a text is, and what is known of it already. */
export interface JournalSource {
  /** Its name, for messages. */
  readonly file: string;
  /** Id of its workflow; whatever its first event says where it is left out. */
  readonly workflow?: string;
  /** What stands before the text; nothing where it is left out. */
  readonly before?: JournalHead;
}

/** The part of a journal that was read before, as its continuation needs it. */
export interface JournalHead {
  /** Number of its last event. */
  readonly events: number;
  /** The greatest id in it: what comes later is greater, unless a clock jumped back. */
  readonly greatestId: string;
  /** Whether an event of this id stands in it. Asked only of ids that aren't greater than the greatest. */
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
  /** Read all the same, without what breaks its bounds: no reader refuses it. */
  | 'text';

/** A line that isn't the event that belongs there. */
export interface JournalFault {
  readonly kind: JournalFaultKind;
  /** From 1. */
  readonly line: number;
  /** What it is, as it follows `file:line: `. */
  readonly reason: string;
  /** Version of the line, where it is newer than this Ninefold knows. */
  readonly version?: number;
  /** Type of the event, where this Ninefold doesn't know it. */
  readonly type?: string;
}

/** The fault as the refusal to read the journal any further. */
export function refusal(fault: JournalFault, source: JournalSource, cause?: unknown): NinefoldError {
  const { file } = source;
  if (fault.version !== undefined) {
    return new NinefoldError('state-newer', { file, version: fault.version }, { cause });
  }
  const { line, reason, type } = fault;
  if (type !== undefined) return new NinefoldError('event-newer', { file, line, type }, { cause });
  return new NinefoldError('state-damaged', { file, line, reason, id: source.workflow ?? 'ID' }, { cause });
}

/** As much of a line as tells what it is. */
const GLANCE = 1_000;
const MERGE_MARKER = /^(<{7}|\|{7}|={7}|>{7})/;

/** The fault of a line that isn't JSON. */
export function unreadableLine(text: string, line: number): JournalFault {
  if (MERGE_MARKER.test(text)) return { kind: 'merge-marker', line, reason: 'a merge marker' };
  const reason = text.slice(0, GLANCE).trim() === '' ? 'this line is empty' : 'this line is not JSON';
  return { kind: 'unreadable', line, reason };
}

/** The fault of an event that stands where event `expected` belongs. */
export function misplaced(seq: number, expected: number, line: number): JournalFault {
  if (seq < expected) {
    const reason = `another event ${seq} stands before; two versions of this journal were put together`;
    return { kind: 'conflict', line, reason };
  }
  const last = seq - 1;
  const missing = last === expected ? `event ${last} is` : `events ${expected} to ${last} are`;
  return { kind: 'gap', line, reason: `${missing} missing before event ${seq}` };
}
