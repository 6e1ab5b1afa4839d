/** One order for the events of a shared journal, the same wherever the same events are. */

import { isStart } from '../workflow/apply.ts';
import type { WorkflowEvent } from '../workflow/events.ts';

/**
 * Orders events so that each comes after those it was decided on; among the rest, starts come first, then the smaller
 * id. Total: an event whose predecessors are missing, or that names itself in a circle, still gets a place.
 *
 * @param events without duplicates
 */
export function orderEvents(events: readonly WorkflowEvent[]): readonly WorkflowEvent[] {
  if (isOneLine(events)) return events;
  const byId = new Map(events.map((event) => [event.id, event]));
  const waiting = new Map<string, number>();
  const followers = new Map<string, WorkflowEvent[]>();
  const ready = new EventHeap();
  for (const event of events) {
    const before = new Set(event.after?.filter((id) => byId.has(id)));
    if (before.size === 0) ready.push(event);
    else waiting.set(event.id, before.size);
    for (const id of before) {
      const others = followers.get(id);
      if (others === undefined) followers.set(id, [event]);
      else others.push(event);
    }
  }
  const ordered: WorkflowEvent[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    ordered.push(next);
    for (const follower of followers.get(next.id) ?? []) {
      const left = (waiting.get(follower.id) ?? 1) - 1;
      waiting.set(follower.id, left);
      if (left === 0) ready.push(follower);
    }
  }
  if (ordered.length === events.length) return ordered;
  const placed = new Set(ordered.map(({ id }) => id));
  const inCircles = events.filter(({ id }) => !placed.has(id));
  return [...ordered, ...inCircles.sort((one, other) => (isEarlier(one, other) ? -1 : 1))];
}

/** Tests whether the events, in this order, form one line of history: each was decided on exactly the one before. */
export function isOneLine(events: readonly WorkflowEvent[]): boolean {
  return (events[0]?.after ?? []).length === 0 && isChain(events);
}

/** Tests whether each event but the first was decided on exactly the one before. */
export function isChain(events: readonly WorkflowEvent[]): boolean {
  return events.every(({ after }, index) => {
    const previous = events[index - 1]?.id;
    return previous === undefined || (after?.length === 1 && after[0] === previous);
  });
}

function isEarlier(one: WorkflowEvent, other: WorkflowEvent): boolean {
  if (isStart(one) !== isStart(other)) return isStart(one);
  return one.id < other.id;
}

/** A binary heap with the earliest event on top. */
class EventHeap {
  readonly #events: WorkflowEvent[] = [];

  push(event: WorkflowEvent): void {
    const events = this.#events;
    let at = events.push(event) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isEarlier(at, above)) return;
      this.#exchange(at, above);
      at = above;
    }
  }

  pop(): WorkflowEvent | undefined {
    const events = this.#events;
    const top = events[0];
    const last = events.pop();
    if (last === undefined || events.length === 0) return top;
    events[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = this.#isEarlier(right, left) ? right : left;
      if (!this.#isEarlier(least, at)) return top;
      this.#exchange(at, least);
      at = least;
    }
  }

  #isEarlier(one: number, other: number): boolean {
    const [first, second] = [this.#events[one], this.#events[other]];
    return first !== undefined && (second === undefined || isEarlier(first, second));
  }

  #exchange(one: number, other: number): void {
    const [first, second] = [this.#events[one], this.#events[other]];
    if (first === undefined || second === undefined) return;
    this.#events[one] = second;
    this.#events[other] = first;
  }
}
