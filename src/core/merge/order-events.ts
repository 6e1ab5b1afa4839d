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
  return isOneLine(events) ? events : new EventOrder(events).ordered();
}

/** Tests whether the events, in this order, form one line of history: each was decided on exactly the one before. */
export function isOneLine(events: readonly WorkflowEvent[]): boolean {
  return (events[0]?.after ?? []).length === 0 && isChain(events);
}

/** Tests whether each event but the first was decided on exactly the one before. */
export function isChain(events: readonly WorkflowEvent[]): boolean {
  return events.every((event, index) => {
    const previous = events[index - 1];
    return previous === undefined || isNext(previous, event);
  });
}

/** Tests whether an event was decided on exactly this one. */
function isNext({ id }: WorkflowEvent, { after }: WorkflowEvent): boolean {
  return after?.length === 1 && after[0] === id;
}

function isEarlier(one: WorkflowEvent, other: WorkflowEvent): boolean {
  if (isStart(one) !== isStart(other)) return isStart(one);
  return one.id < other.id;
}

/**
 * Places events by their index. Most follow the one before them, as in a segment, and need no look for what they were
 * decided on.
 */
class EventOrder {
  readonly #events: readonly WorkflowEvent[];
  /** By the index of an event, those that wait for it besides the next one. */
  readonly #followers = new Map<number, number[]>();
  /** By the index of an event that doesn't follow the one before it, how many it still waits for. */
  readonly #waiting = new Map<number, number>();
  readonly #ready: EventHeap;

  constructor(events: readonly WorkflowEvent[]) {
    this.#events = events;
    this.#ready = new EventHeap(events);
    const heads = [...events.keys()].filter((index) => !this.#followsPrevious(index));
    const named = new Set(heads.flatMap((index) => events[index]?.after ?? []));
    const places = new Map<string, number>();
    for (const [index, { id }] of events.entries()) if (named.has(id)) places.set(id, index);
    for (const head of heads) this.#addHead(head, places);
  }

  ordered(): readonly WorkflowEvent[] {
    const placed = new Uint8Array(this.#events.length);
    const order: WorkflowEvent[] = [];
    for (let next = this.#ready.pop(); next !== undefined;) {
      const event = this.#events[next];
      if (event !== undefined) order.push(event);
      placed[next] = 1;
      for (const follower of this.#followers.get(next) ?? []) this.#release(follower);
      next = this.#followsPrevious(next + 1) ? this.#ready.replace(next + 1) : this.#ready.pop();
    }
    if (order.length === placed.length) return order;
    const inCircles = this.#events.filter((_, index) => placed[index] === 0);
    return [...order, ...inCircles.sort((one, other) => (isEarlier(one, other) ? -1 : 1))];
  }

  #followsPrevious(index: number): boolean {
    const [previous, event] = [this.#events[index - 1], this.#events[index]];
    return previous !== undefined && event !== undefined && isNext(previous, event);
  }

  #addHead(head: number, places: ReadonlyMap<string, number>): void {
    const before = new Set(this.#events[head]?.after?.flatMap((id) => places.get(id) ?? []));
    if (before.size === 0) this.#ready.push(head);
    else this.#waiting.set(head, before.size);
    for (const place of before) {
      const others = this.#followers.get(place);
      if (others === undefined) this.#followers.set(place, [head]);
      else others.push(head);
    }
  }

  #release(follower: number): void {
    const left = (this.#waiting.get(follower) ?? 1) - 1;
    this.#waiting.set(follower, left);
    if (left === 0) this.#ready.push(follower);
  }
}

/** A binary heap of indices with the earliest event on top. */
class EventHeap {
  readonly #events: readonly WorkflowEvent[];
  readonly #indices: number[] = [];

  constructor(events: readonly WorkflowEvent[]) {
    this.#events = events;
  }

  push(index: number): void {
    const indices = this.#indices;
    let at = indices.push(index) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isEarlier(at, above)) return;
      this.#exchange(at, above);
      at = above;
    }
  }

  pop(): number | undefined {
    const indices = this.#indices;
    const top = indices[0];
    const last = indices.pop();
    if (last === undefined || indices.length === 0) return top;
    indices[0] = last;
    this.#sink();
    return top;
  }

  /** Returns the earliest of all and this one, which takes its place otherwise. */
  replace(index: number): number {
    const top = this.#indices[0];
    if (top === undefined || this.#precedes(index, top)) return index;
    this.#indices[0] = index;
    this.#sink();
    return top;
  }

  #sink(): void {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = this.#isEarlier(right, left) ? right : left;
      if (!this.#isEarlier(least, at)) return;
      this.#exchange(at, least);
      at = least;
    }
  }

  #isEarlier(one: number, other: number): boolean {
    const [first, second] = [this.#indices[one], this.#indices[other]];
    return first !== undefined && (second === undefined || this.#precedes(first, second));
  }

  #precedes(one: number, other: number): boolean {
    const [first, second] = [this.#events[one], this.#events[other]];
    return first !== undefined && second !== undefined && isEarlier(first, second);
  }

  #exchange(one: number, other: number): void {
    const [first, second] = [this.#indices[one], this.#indices[other]];
    if (first === undefined || second === undefined) return;
    this.#indices[one] = second;
    this.#indices[other] = first;
  }
}
