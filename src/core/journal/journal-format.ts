/**
 * The journal as text: one JSON event per line, each ending with a newline.
 *
 * A line that isn't the journal's next event is damage and is never skipped silently. Only a last line without a
 * newline, left by a process that crashed while writing, is split off.
 */

import * as z from 'zod/mini';

import { parseJsonAsWritten } from '../text/well-formed.ts';
import { applyAll, applyStart, isStart } from '../workflow/apply.ts';
import {
  EVENT_DATA,
  EVENT_VERSION,
  envelopeSchema,
  isEventType,
  isKnownVersion,
  isLaterType,
} from '../workflow/events.ts';
import type { EventType, WorkflowEvent } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { LINE_REASONS, misplaced, refusal, unlinked, unreadableLine } from './journal-faults.ts';
import type { JournalFault, JournalHead, JournalSource } from './journal-faults.ts';
import { textFault } from './text-faults.ts';

export interface DecodedJournal {
  readonly events: readonly WorkflowEvent[];
  /** What follows the last newline and isn't a whole event: an incomplete write. */
  readonly torn: string;
  /** The greatest id of all events, including those before the text. */
  readonly greatestId: string;
}

/** Encodes an event as a line of the journal, with its newline. */
export function encodeEvent(event: WorkflowEvent): string {
  const { v, id, seq, workflow, after, at, actor, type, data } = event;
  return `${JSON.stringify({ v, id, seq, workflow, after, at, actor, type, data })}\n`;
}

/**
 * Decodes a journal, or the part after what is already known.
 *
 * @param text the file's text, or what follows `before` of the source
 * @param name the source, or just its file name
 * @throws NinefoldError state-damaged with the line, state-newer
 */
export function decodeJournal(text: string, name: JournalSource | string): DecodedJournal {
  const source = sourceOf(name);
  const reader = new JournalReader(source, (fault, cause) => {
    throw refusal(fault, source, cause);
  });
  return reader.read(text);
}

/**
 * Lists the faults of a whole journal by line, including an incomplete write and texts that exceed limits (kind
 * `text`), which no reader refuses. Stops at a thousand.
 */
export function journalFaults(text: string, name: JournalSource | string): readonly JournalFault[] {
  const faults: JournalFault[] = [];
  const note: OnFault = (fault) => faults.push(fault) < MAX_FAULTS;
  const reader = new JournalReader(sourceOf(name), note, note);
  const { torn } = reader.read(text);
  if (text === '') faults.push({ kind: 'unreadable', line: 1, reason: 'the journal is empty' });
  if (torn !== '' && faults.at(-1)?.line !== reader.line) {
    const reason = 'the last line is incomplete; the next change moves it to a file of its own';
    faults.push({ kind: 'unfinished', line: reader.line, reason });
  }
  return faults;
}

/**
 * Folds decoded events, starting from `from` if it is given.
 *
 * @throws NinefoldError state-damaged if there are none
 */
export function foldEvents(
  events: readonly WorkflowEvent[],
  name: JournalSource | string,
  from?: WorkflowState,
): WorkflowState {
  if (from !== undefined) return applyAll(from, events);
  const [first, ...others] = events;
  if (first === undefined || !isStart(first)) {
    const reason = first === undefined ? 'the journal is empty' : NO_START;
    throw refusal({ kind: 'misplaced-start', line: 1, reason }, sourceOf(name));
  }
  return applyAll(applyStart(first), others);
}

function sourceOf(name: JournalSource | string): JournalSource {
  return typeof name === 'string' ? { file: name } : name;
}

const MAX_FAULTS = 1_000;
const NO_START = "the journal doesn't begin with a start event";
/** Every line begins like this; an incomplete write does too, unless it is the zeros of a file-system repair. */
const LINE_BEGINS = '{"v":';
const EMPTY_HEAD: JournalHead = { events: 0, greatestId: '', has: () => false };

/** @returns whether to continue */
type OnFault = (fault: JournalFault, cause?: unknown) => boolean;

/** Reads lines in order, one at a time, so that reading a large file stops at the first fault. */
class JournalReader {
  readonly #onFault: OnFault;
  /** Called for texts that exceed limits; without it, they aren't checked. */
  readonly #onText: OnFault | undefined;
  readonly #head: JournalHead;
  /** Line number by event id. */
  readonly #lines = new Map<string, number>();
  #workflow: string | undefined;
  /** Lines read so far, including those of the head. */
  #line: number;
  /** Expected number of the next event. */
  #next: number;
  #greatestId: string;
  readonly #isSegment: boolean;
  /** Id of the last event, for the next line of a segment. */
  #last: string | undefined;
  /** Unreadable lines since the last event, each possibly an event. */
  #lost = 0;
  #isStopped = false;

  constructor(source: JournalSource, onFault: OnFault, onText?: OnFault) {
    this.#onFault = onFault;
    this.#onText = onText;
    this.#head = source.before ?? EMPTY_HEAD;
    this.#workflow = source.workflow;
    this.#isSegment = source.isSegment === true;
    this.#line = this.#head.events;
    this.#next = this.#head.events + 1;
    this.#greatestId = this.#head.greatestId;
  }

  /** Number of the last line read. */
  get line(): number {
    return this.#line;
  }

  read(text: string): DecodedJournal {
    const events: WorkflowEvent[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0 && !this.#isStopped; end = text.indexOf('\n', start)) {
      this.#line++;
      const event = this.#readLine(text.slice(start, end));
      if (event !== undefined) events.push(event);
      start = end + 1;
    }
    const torn = this.#isStopped ? '' : text.slice(start);
    if (torn !== '') {
      this.#line++;
      if (!isRemains(torn)) this.#stopUnless(this.#onFault(unreadableLine(torn, this.#line)));
    }
    return { events, torn, greatestId: this.#greatestId };
  }

  #stopUnless(goesOn: boolean): void {
    this.#isStopped = !goesOn;
  }

  /** Returns the line's event if it is the next one. */
  #readLine(text: string): WorkflowEvent | undefined {
    let value: unknown;
    try {
      value = parseJsonAsWritten(text);
    } catch (cause) {
      this.#lost++;
      this.#stopUnless(this.#onFault(unreadableLine(text, this.#line), cause));
      return undefined;
    }
    const event = parseEvent(value);
    const fault = event === undefined ? this.#faultOfValue(value) : this.#faultOf(event);
    const previous = this.#last;
    if (event !== undefined) this.#take(event, fault);
    else this.#lost++;
    if (event !== undefined) this.#lookAtTexts(value, event);
    if (fault === undefined) return this.#isSegment ? linked(event, previous) : event;
    this.#stopUnless(this.#onFault(fault));
    return undefined;
  }

  #lookAtTexts(value: unknown, event: WorkflowEvent): void {
    const reason = this.#onText === undefined ? undefined : textFault(value, event);
    if (reason === undefined) return;
    this.#stopUnless(this.#onText?.({ kind: 'text', line: this.#line, reason }) ?? true);
  }

  /** Accepts an event, even one after a gap. */
  #take(event: WorkflowEvent, fault: JournalFault | undefined): void {
    if (fault !== undefined && fault.kind !== 'gap') return;
    if (this.#next === 1 && isStart(event)) this.#workflow ??= startedId(event);
    this.#lines.set(event.id, this.#line);
    if (event.id > this.#greatestId) this.#greatestId = event.id;
    this.#next = event.seq + 1;
    this.#last = event.id;
    this.#lost = 0;
  }

  /** Returns why an event isn't the next one; undefined if it is. */
  #faultOf(event: WorkflowEvent): JournalFault | undefined {
    const line = this.#line;
    const workflow = isStart(event) ? startedId(event) : event.workflow;
    const others = [workflow, event.workflow].find((id) => id !== undefined && id !== this.#workflow);
    if (this.#workflow !== undefined && others !== undefined) {
      return { kind: 'foreign', line, reason: `an event of another workflow, '${others}'` };
    }
    const known = this.#lines.get(event.id);
    if (known !== undefined)
      return { kind: 'duplicate', line, reason: `a duplicate of the event on line ${known}` };
    if (event.id <= this.#head.greatestId && this.#head.has(event.id)) {
      return { kind: 'duplicate', line, reason: 'a duplicate of an earlier event' };
    }
    if (this.#isSegment) return this.#faultInSegment(event);
    const isLost = event.seq > this.#next && event.seq - this.#next <= this.#lost;
    if (event.seq !== this.#next && !isLost) return misplaced(event.seq, this.#next, line);
    if (isStart(event) === (event.seq === 1)) return undefined;
    const reason = isStart(event) ? 'a second start event' : NO_START;
    return { kind: 'misplaced-start', line, reason };
  }

  /** In a segment, `after` tells what a number can't: numbers repeat where two histories met. */
  #faultInSegment({ after, ...event }: WorkflowEvent): JournalFault | undefined {
    const line = this.#line;
    if (isStart(event) && this.#last !== undefined) {
      return { kind: 'misplaced-start', line, reason: 'a second start event' };
    }
    const isFirst = this.#last === undefined || this.#lost > 0;
    if (isFirst || after === undefined || after.includes(this.#last ?? '')) return undefined;
    return unlinked(line);
  }

  /** Returns why a line's value isn't an event. */
  #faultOfValue(value: unknown): JournalFault {
    const line = this.#line;
    const unreadable = (reason: string): JournalFault => ({ kind: 'unreadable', line, reason });
    const version = versionOf(value);
    if (version !== undefined && version > EVENT_VERSION) {
      return { kind: 'newer', line, reason: `written by a newer Ninefold (version ${version})`, version };
    }
    const envelope = envelopeSchema.safeParse(value);
    if (!envelope.success || isWithoutAfter(envelope.data)) return unreadable(LINE_REASONS.notEvent);
    const { type } = envelope.data;
    // Its effect is unknown, but nothing is damaged.
    if (isLaterType(type))
      return { kind: 'newer', line, reason: `an event of a newer Ninefold, '${type}'`, type };
    if (!isEventType(type)) return unreadable(`'${type}' isn't an event type`);
    return unreadable(`the data of this ${type} is incomplete`);
  }
}

/** One schema for the envelope and data of each type, made on first use: half the time of two passes. */
const lineSchemas = new Map<EventType, z.ZodMiniType>();

/** Parses a line's value as an event, whatever its place in the journal; undefined if it isn't one. */
export function parseEvent(value: unknown): WorkflowEvent | undefined {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string' || !isEventType(type) || !isKnownVersion(versionOf(value))) return undefined;
  let schema = lineSchemas.get(type);
  if (schema === undefined) {
    schema = z.extend(envelopeSchema, { data: EVENT_DATA[type] });
    lineSchemas.set(type, schema);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) return undefined;
  const event = parsed.data as WorkflowEvent;
  return isWithoutAfter(event) ? undefined : event;
}

/** An event of version 1 was decided on the line before it. */
function linked(event: WorkflowEvent | undefined, previous: string | undefined): WorkflowEvent | undefined {
  if (event === undefined || event.after !== undefined) return event;
  return { ...event, after: previous === undefined ? [] : [previous] };
}

/** Version 1 doesn't name the preceding events. */
function isWithoutAfter({ v, after }: Pick<WorkflowEvent, 'v' | 'after'>): boolean {
  return v > 1 && after === undefined;
}

function versionOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('v' in value)) return undefined;
  return typeof value.v === 'number' ? value.v : undefined;
}

function startedId({
  data,
}: {
  readonly data: { readonly id: string } | { readonly state: WorkflowState };
}): string {
  return 'state' in data ? data.state.id : data.id;
}

function isRemains(torn: string): boolean {
  const text = torn.replace(/\0+$/, '');
  return text.startsWith(LINE_BEGINS) || LINE_BEGINS.startsWith(text);
}
