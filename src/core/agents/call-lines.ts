/** Reads activity from lines in which a call and its result are apart, linked by the call's id. */

import { ActivityLog } from '../activity/activity-log.ts';
import type { Activity, ActivityFormat, ActivityReader } from '../activity/activity.ts';
import { type Fields, parseObject } from '../json-fields.ts';

export interface OpenCall {
  readonly name: string;
  readonly input: Fields;
}

/** The calls without a result so far. A line that is written again changes nothing. */
export class OpenCalls {
  readonly #open = new Map<string, OpenCall>();
  readonly #seen = new Set<string>();
  /** The next prompt is sent by a command, not typed. */
  isNextSent = false;

  begin(id: string | null, call: OpenCall): void {
    if (id !== null && !this.#seen.has(id)) this.#open.set(id, call);
  }

  /** Ends a call. @returns null if it is unknown, or has ended before */
  end(id: string | null): OpenCall | null {
    const call = id === null ? undefined : this.#open.get(id);
    if (id === null || call === undefined) return null;
    this.#open.delete(id);
    this.#seen.add(id);
    return call;
  }

  /** Tests whether a prompt's line is new. One without an id always is. */
  isNew(id: string | null): boolean {
    const key = `prompt ${id}`;
    if (id === null) return true;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  copy(): OpenCalls {
    const copy = new OpenCalls();
    copy.isNextSent = this.isNextSent;
    for (const [id, call] of this.#open) copy.#open.set(id, call);
    for (const id of this.#seen) copy.#seen.add(id);
    return copy;
  }
}

interface CallLines {
  /** Every relevant line contains one of these. */
  readonly markers: readonly string[];
  /** Takes a line. Never throws. */
  readonly take: (fields: Fields, log: ActivityLog, calls: OpenCalls) => void;
}

export function callLines(form: CallLines): ActivityFormat {
  return { lines: () => new CallLinesReader(form, new ActivityLog(), new OpenCalls()) };
}

class CallLinesReader implements ActivityReader {
  readonly #form: CallLines;
  readonly #log: ActivityLog;
  readonly #calls: OpenCalls;

  constructor(form: CallLines, log: ActivityLog, calls: OpenCalls) {
    this.#form = form;
    this.#log = log;
    this.#calls = calls;
  }

  concerns(bytes: string): boolean {
    return this.#form.markers.some((marker) => bytes.includes(marker));
  }

  feed(line: string): void {
    const fields = parseObject(line);
    if (fields !== null) this.#form.take(fields, this.#log, this.#calls);
  }

  read(): Activity {
    return this.#log.read();
  }

  copy(): CallLinesReader {
    return new CallLinesReader(this.#form, this.#log.copy(), this.#calls.copy());
  }
}
