/**
 * The journal as text: one event a line, JSON, ended by a newline.
 *
 * A line that isn't an event of this journal is damage and is never folded over silently; only a last line
 * without its newline, left by a process that died while it wrote, is set apart.
 */

import { NinefoldError } from '../errors.ts';
import { applyAll, applyStart, isStart } from '../workflow/apply.ts';
import { EVENT_DATA, EVENT_VERSION, envelopeSchema, isEventType } from '../workflow/events.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface DecodedJournal {
  readonly events: readonly WorkflowEvent[];
  /** What follows the last newline and isn't a whole event: the remains of an unfinished write. */
  readonly torn: string;
}

/** One event as a line of the journal, with its newline. */
export function encodeEvent(event: WorkflowEvent): string {
  const { v, id, seq, at, actor, type, data } = event;
  return `${JSON.stringify({ v, id, seq, at, actor, type, data })}\n`;
}

/**
 * Reads a journal, or the part of it that follows event `after`.
 *
 * @param text the file's text, or its tail from the end of event `after`
 * @param file its name, for messages
 * @param after number of the last event known already; 0 at the beginning
 * @throws NinefoldError state-damaged with the line, state-newer
 */
export function decodeJournal(text: string, file: string, after = 0): DecodedJournal {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const events = lines.map((line, index) => decodeLine(line, file, after + index + 1));
  return { events, torn: last };
}

/** The state that the events add up to. @throws NinefoldError state-damaged where they don't begin with a start */
export function foldEvents(
  events: readonly WorkflowEvent[],
  file: string,
  from?: WorkflowState,
): WorkflowState {
  const [first, ...others] = events;
  const later = from === undefined ? others : events;
  const again = later.find(isStart);
  if (again !== undefined) throw damaged(file, again.seq, 'a second start in one journal');
  if (from !== undefined) return applyAll(from, events);
  if (first === undefined) throw damaged(file, 1, 'the journal is empty');
  if (!isStart(first)) {
    throw damaged(file, first.seq, 'the journal does not begin with its start');
  }
  return applyAll(applyStart(first), others);
}

function decodeLine(line: string, file: string, seq: number): WorkflowEvent {
  const envelope = envelopeSchema.safeParse(parseJson(line, file, seq));
  if (!envelope.success) throw damaged(file, seq, 'this line is not an event');
  const { v, type, data } = envelope.data;
  if (v > EVENT_VERSION) throw new NinefoldError('state-newer', { file, version: v });
  if (envelope.data.seq !== seq) {
    throw damaged(file, seq, `event ${envelope.data.seq} stands where event ${seq} belongs`);
  }
  if (!isEventType(type)) throw damaged(file, seq, `'${type}' is no type of event`);
  const parsed = EVENT_DATA[type].safeParse(data);
  if (!parsed.success) throw damaged(file, seq, `the data of this ${type} is incomplete`);
  return { ...envelope.data, type, data: parsed.data } as WorkflowEvent;
}

function parseJson(line: string, file: string, seq: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw damaged(
      file,
      seq,
      /^(<{7}|={7}|>{7})/.test(line) ? 'a merge marker' : 'this line is not JSON',
      cause,
    );
  }
}

function damaged(file: string, line: number, reason: string, cause?: unknown): NinefoldError {
  return new NinefoldError('state-damaged', { file, line, reason }, { cause });
}
