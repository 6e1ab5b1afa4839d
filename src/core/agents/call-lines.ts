/** Reads activity from calls and results that are apart, linked by the call's id. */

import { ActivityLog } from '../activity/activity-log.ts';
import type { Activity, ActivityFormat, ActivityReader } from '../activity/activity.ts';
import { type Fields, parseObject } from '../json-fields.ts';

/** A call as the agent made it. */
export interface OpenCall {
  readonly name: string;
  readonly input: Fields;
}

/** The calls without a result so far. A line that is written again changes nothing. */
export class OpenCalls<C = OpenCall> {
  readonly #open = new Map<string, C>();
  readonly #seen = new Set<string>();

  begin(id: string | null, call: C): void {
    if (id !== null && !this.#seen.has(id)) this.#open.set(id, call);
  }

  /** Ends a call. @returns null if it is unknown, or has ended before */
  end(id: string | null): C | null {
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

  copy(): OpenCalls<C> {
    const copy = new OpenCalls<C>();
    for (const [id, call] of this.#open) copy.#open.set(id, call);
    for (const id of this.#seen) copy.#seen.add(id);
    return copy;
  }
}

/** What a reader keeps from line to line. */
export interface Kept<N extends object = object, C = OpenCall> {
  readonly log: ActivityLog;
  readonly calls: OpenCalls<C>;
  /** What only one agent's lines need, in plain values. */
  readonly notes: N;
}

interface CallLines<C, N extends object> {
  /** Every relevant line contains one of these. */
  readonly markers: readonly string[];
  /** Makes the notes at the beginning of a transcript. */
  readonly begin: () => N;
  /** Takes a line. Never throws. */
  readonly take: (fields: Fields, kept: Kept<N, C>) => void;
}

export function callLines<C, N extends object>(form: CallLines<C, N>): ActivityFormat {
  return {
    lines: () =>
      new CallLinesReader(form, { log: new ActivityLog(), calls: new OpenCalls<C>(), notes: form.begin() }),
  };
}

class CallLinesReader<C, N extends object> implements ActivityReader {
  readonly #form: CallLines<C, N>;
  readonly #kept: Kept<N, C>;

  constructor(form: CallLines<C, N>, kept: Kept<N, C>) {
    this.#form = form;
    this.#kept = kept;
  }

  concerns(bytes: string): boolean {
    return this.#form.markers.some((marker) => bytes.includes(marker));
  }

  feed(line: string): void {
    const fields = parseObject(line);
    if (fields !== null) this.#form.take(fields, this.#kept);
  }

  read(): Activity {
    return this.#kept.log.read();
  }

  copy(): CallLinesReader<C, N> {
    const { log, calls, notes } = this.#kept;
    return new CallLinesReader(this.#form, { log: log.copy(), calls: calls.copy(), notes: { ...notes } });
  }
}
