/** Histories that part and meet, made in memory: each event names those it was decided on. */

import { foldMerged } from '../../../src/core/merge/fold-merged.ts';
import type { NewEvent, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import type { Actor } from '../../../src/core/workflow/events.ts';
import { decide } from '../../../src/core/workflow/decide.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { FACTS } from './workflows.ts';

const START: NewEvent = {
  type: 'workflow.started',
  data: {
    id: 'wf-001',
    name: 'One',
    task: 'Do',
    feature: 'one',
    preset: 'full',
    skipped: [],
    agents: [],
    branch: null,
    patterns: [],
  },
};

let count = 0;

/** One line of history. Ids grow with the time of making, whichever line makes them. */
export class Line {
  readonly author: string;
  #events: readonly WorkflowEvent[];

  constructor(author = 'ann', events?: readonly WorkflowEvent[]) {
    this.author = author;
    this.#events = events ?? [this.#event(START, 1, [])];
  }

  get events(): readonly WorkflowEvent[] {
    return this.#events;
  }

  get state(): WorkflowState {
    return foldMerged(this.#events, { file: 'wf-001' });
  }

  /** Another person goes on from here. */
  fork(author: string): Line {
    return new Line(author, this.#events);
  }

  /** Takes in what the other line has. */
  merge(...others: readonly Line[]): this {
    const all = [this, ...others].flatMap(({ events }) => events);
    this.#events = [...new Map(all.map((event) => [event.id, event])).values()];
    return this;
  }

  /** Takes events out, as a revert does. */
  revert(...ids: readonly string[]): this {
    this.#events = this.#events.filter(({ id }) => !ids.includes(id));
    return this;
  }

  /** Carries out intents as the service does. */
  do(...intents: readonly WorkflowIntent[]): this {
    for (const intent of intents) {
      const { state } = this;
      this.add(...decide(state, intent, FACTS));
    }
    return this;
  }

  add(...newEvents: readonly NewEvent[]): this {
    for (const newEvent of newEvents) {
      const { heads, revision } = this.state;
      this.#events = [...this.#events, this.#event(newEvent, revision + 1, heads)];
    }
    return this;
  }

  /** Id of the last event made here. */
  get last(): string {
    return this.#events.at(-1)?.id ?? '';
  }

  #event(newEvent: NewEvent, seq: number, after: readonly string[]): WorkflowEvent {
    count++;
    const id = `01K${String(count).padStart(23, '0')}`;
    const at = new Date(Date.UTC(2026, 0, 2) + count * 60_000).toISOString();
    const actor: Actor = { kind: 'person', author: this.author };
    return { v: 2, id, seq, after: [...after], at, actor, ...newEvent };
  }
}
