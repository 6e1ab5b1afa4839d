/** Answers which events another event knew of, over the lines of history that `after` draws. */

import type { WorkflowEvent } from '../workflow/events.ts';

interface Place {
  /** Line that the event continues. */
  readonly line: number;
  /** Its position on that line. */
  readonly position: number;
  /** For each other line, the last position that it knows; shared by the events of a line between two merges. */
  readonly known: readonly number[];
}

export class Causality {
  readonly #places = new Map<string, Place>();
  /** Last position of each line. */
  readonly #ends: number[] = [];

  /** Adds an event; those that it was decided on come before, or don't count. */
  add({ id, after = [] }: WorkflowEvent): void {
    const [first] = after;
    const only = after.length === 1 && first !== undefined ? this.#places.get(first) : undefined;
    if (only !== undefined && this.#ends[only.line] === only.position) {
      const position = only.position + 1;
      this.#ends[only.line] = position;
      this.#places.set(id, { line: only.line, position, known: only.known });
      return;
    }
    this.#join(id, after);
  }

  /** Adds an event that begins a line or joins some. */
  #join(id: string, after: readonly string[]): void {
    const before = [...new Set(after)].flatMap((one) => this.#places.get(one) ?? []);
    const continued = before.find(({ line, position }) => this.#ends[line] === position);
    const line = continued?.line ?? this.#ends.length;
    const position = (continued?.position ?? -1) + 1;
    this.#ends[line] = position;
    this.#places.set(id, { line, position, known: joined(before) });
  }

  /** Tests whether an event was decided in the knowledge of another one. */
  isBefore(one: string, other: string): boolean {
    const [first, second] = [this.#places.get(one), this.#places.get(other)];
    if (first === undefined || second === undefined || one === other) return false;
    if (first.line === second.line) return first.position < second.position;
    return (second.known[first.line] ?? -1) >= first.position;
  }
}

function joined(places: readonly Place[]): readonly number[] {
  const known: number[] = [];
  const note = (line: number, position: number): void => {
    if ((known[line] ?? -1) < position) known[line] = position;
  };
  for (const place of places) {
    place.known.forEach((position, line) => {
      note(line, position);
    });
    note(place.line, place.position);
  }
  return known;
}
