/** Finds where events that didn't know of each other contradict, and which of them count. */

import type { WorkflowEvent } from '../workflow/events.ts';
import { Causality } from './causality.ts';
import { claimsOf, isReplacedByAnswer, kindOfSubject, staysAnyway, winnerOf } from './claims.ts';

/** An event and what it claims of a subject. */
export interface Standing {
  readonly event: WorkflowEvent;
  readonly value: string;
}

/** Events that contradict each other. */
interface Dispute {
  readonly subject: string;
  readonly sides: readonly Standing[];
  /** The later event that decides it; null while it is open. */
  readonly answer: Standing | null;
}

export interface Disputes {
  /** Open contradictions that a person must decide. */
  readonly open: readonly Dispute[];
  /** Ids of events that don't count: undecided, or decided against. */
  readonly excluded: ReadonlySet<string>;
  /** Tests whether nobody decided on the subject again in the knowledge of this event. */
  readonly isLast: (subject: string, id: string) => boolean;
}

/** @param ordered as by `orderEvents` */
export function findDisputes(ordered: readonly WorkflowEvent[]): Disputes {
  const search = new DisputeSearch();
  for (const event of ordered) search.add(event);
  return search.result();
}

/** What these say besides their claims is true in any case. */
const ALWAYS_COUNT: ReadonlySet<string> = new Set(['workflow.started', 'workflow.recovered', 'task.merged']);

class DisputeSearch {
  readonly #causality = new Causality();
  /** By subject: every claim so far. */
  readonly #claims = new Map<string, Standing[]>();
  /** By subject: the claims that no later one knew of. */
  readonly #latest = new Map<string, readonly Standing[]>();
  readonly #gates: WorkflowEvent[] = [];
  readonly #answered: Dispute[] = [];

  add(event: WorkflowEvent): void {
    this.#causality.add(event);
    if (isGate(event)) this.#gates.push(event);
    for (const { subject, value } of claimsOf(event)) {
      const claim = { event, value };
      const standing = this.#latest.get(subject) ?? [];
      const known = standing.filter((one) => this.#causality.isBefore(one.event.id, event.id));
      if (isContradictory(known) && !isReplacedByAnswer(subject))
        this.#answered.push({ subject, sides: known, answer: claim });
      this.#latest.set(subject, [...standing.filter((one) => !known.includes(one)), claim]);
      const all = this.#claims.get(subject);
      if (all === undefined) this.#claims.set(subject, [claim]);
      else all.push(claim);
    }
  }

  result(): Disputes {
    const open: Dispute[] = [];
    const settled = [...this.#answered];
    for (const [subject, sides] of this.#latest) {
      if (!isContradictory(sides)) continue;
      const winner = sides.find(({ value }) => value === winnerOf(subject));
      if (winner !== undefined) settled.push({ subject, sides, answer: winner });
      else if (winnerOf(subject) === undefined) open.push({ subject, sides, answer: null });
    }
    const excluded = new Set<string>();
    for (const dispute of [...settled, ...open]) this.#exclude(dispute, excluded);
    const isLast = (subject: string, id: string): boolean =>
      this.#latest.get(subject)?.some(({ event }) => event.id === id) === true;
    return { open, excluded, isLast };
  }

  /** Leaves out the sides that don't count, what led to them alone, and the gates that rest on them. */
  #exclude({ subject, sides, answer }: Dispute, excluded: Set<string>): void {
    const counting = sides.filter(({ value }) => value === answer?.value);
    const others = sides.filter((side) => !counting.includes(side));
    const isIn = (id: string, { event }: Standing): boolean =>
      event.id === id || this.#causality.isBefore(id, event.id);
    const out = (this.#claims.get(subject) ?? [])
      .filter(({ event }) => !ALWAYS_COUNT.has(event.type) && !(staysAnyway(subject) && isGate(event)))
      .map(({ event }) => event.id)
      .filter(
        (id) =>
          others.some((side) => isIn(id, side)) &&
          !counting.some((side) => isIn(id, side)) &&
          !sides.every((side) => isIn(id, side)),
      );
    for (const id of out) excluded.add(id);
    if (kindOfSubject(subject) !== 'gate') return;
    for (const { id } of this.#gates) {
      if (this.#knowsOfAll(id, sides) || !out.some((one) => this.#causality.isBefore(one, id))) continue;
      excluded.add(id);
    }
  }

  #knowsOfAll(id: string, sides: readonly Standing[]): boolean {
    return sides.every(({ event }) => event.id !== id && this.#causality.isBefore(event.id, id));
  }
}

function isContradictory(sides: readonly Standing[]): boolean {
  return sides.some(({ value }) => value !== sides[0]?.value);
}

function isGate({ type }: WorkflowEvent): boolean {
  return type.startsWith('phase.');
}
