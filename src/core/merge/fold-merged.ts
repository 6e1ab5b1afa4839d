/** Folds a history of several lines. Total: an event that doesn't fit where others met changes nothing. */

import { applyAll, applyStart, changeOf, isStart } from '../workflow/apply.ts';
import { refusal } from '../journal/journal-faults.ts';
import type { JournalSource } from '../journal/journal-faults.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import { stepIndex } from '../workflow/phases.ts';
import type { Question, QuestionSide, WorkflowState } from '../workflow/state.ts';
import { gateOf, shownSubject } from './claims.ts';
import { findDisputes } from './disputes.ts';
import type { Disputes, Standing } from './disputes.ts';
import { isOneLine, orderEvents } from './order-events.ts';

/**
 * Folds events into the state that every reader of them sees: in one order, without those that contradict each other,
 * which become questions.
 *
 * @param events without duplicates
 * @throws NinefoldError state-damaged without a start event
 */
export function foldMerged(events: readonly WorkflowEvent[], source: JournalSource): WorkflowState {
  const ordered = orderEvents(events);
  const [first, ...others] = ordered;
  if (first === undefined || !isStart(first)) {
    const reason =
      first === undefined ? 'the journal is empty' : "the journal doesn't begin with a start event";
    throw refusal({ kind: 'misplaced-start', line: 1, reason }, source);
  }
  const start = applyStart(first);
  const state = isOneLine(ordered) ? applyAll(start, others) : foldDisputed(start, ordered);
  return { ...state, revision: ordered.length };
}

/**
 * Returns the state after more events that continue it on one line.
 *
 * @param state without questions, which more events may answer
 */
export function foldContinued(state: WorkflowState, events: readonly WorkflowEvent[]): WorkflowState {
  const folded = new MergedFold(state, NO_DISPUTES);
  for (const event of events) folded.add(event);
  return { ...folded.result(), revision: state.revision + events.length };
}

const NO_DISPUTES: Disputes = { open: [], excluded: new Set(), isLast: () => true };

function foldDisputed(start: WorkflowState, ordered: readonly WorkflowEvent[]): WorkflowState {
  const disputes = findDisputes(ordered);
  const folded = new MergedFold(start, disputes);
  for (const event of ordered.slice(1)) folded.add(event);
  return folded.result();
}

/** A state that only its fold can see: a copy for each event would cost more than the event. */
type Draft = { -readonly [Key in keyof WorkflowState]: WorkflowState[Key] };

class MergedFold {
  readonly #state: Draft;
  readonly #heads: Set<string>;
  readonly #disputes: Disputes;
  /** Gate events whose step wasn't reached: what they were decided on isn't here. */
  readonly #unfounded: WorkflowEvent[] = [];

  constructor(start: WorkflowState, disputes: Disputes) {
    this.#state = { ...start };
    this.#heads = new Set(start.heads);
    this.#disputes = disputes;
  }

  add(event: WorkflowEvent): void {
    const { id, at, after = [] } = event;
    const counts = !this.#disputes.excluded.has(id) && !isStart(event);
    const fitting = counts ? this.#fitting(event) : undefined;
    if (fitting !== undefined) Object.assign(this.#state, changeOf(this.#state, fitting));
    for (const head of after) this.#heads.delete(head);
    this.#heads.add(id);
    this.#state.updatedAt = at;
  }

  result(): WorkflowState {
    const { open } = this.#disputes;
    const asked = new Set(open.map(({ subject }) => subject));
    const dangling = this.#unfounded.flatMap((event): readonly Question[] => {
      const subject = subjectOf(event);
      if (subject === undefined || asked.has(subject) || !this.#disputes.isLast(subject, event.id)) return [];
      return [{ subject, sides: [sideOf({ event, value: saidOf(event) })] }];
    });
    const contradictions = open
      .filter(({ subject }) => shownSubject(subject) === subject || !asked.has(shownSubject(subject)))
      .map(({ subject, sides }) => ({ subject: shownSubject(subject), sides: sides.map(sideOf) }));
    const questions = [...contradictions, ...dangling];
    const state = { ...this.#state, heads: [...this.#heads] };
    return questions.length === 0 ? state : { ...state, questions };
  }

  /** Returns the event as it applies to this state; undefined if it changes nothing here. */
  #fitting(event: WorkflowEvent): WorkflowEvent | undefined {
    const { steps, current, undoable, deliverables } = this.#state;
    switch (event.type) {
      case 'phase.submitted':
      case 'phase.approved':
      case 'phase.rejected': {
        const { step } = event.data;
        // A step is closed by the gate of the workflow's current step only.
        if (step === current && !isPassed(this.#state, step)) return event;
        if (steps[step].status === 'pending') this.#unfounded.push(event);
        return undefined;
      }
      case 'phase.skipped': {
        const open = event.data.steps.filter((step) => !isPassed(this.#state, step));
        return open.length === 0 ? undefined : { ...event, data: { ...event.data, steps: open } };
      }
      case 'phase.reopened':
        return isAhead(this.#state, event.data.step) ? undefined : event;
      case 'phase.approvalUndone':
        if (undoable?.step === event.data.step) return event;
        return isPassed(this.#state, event.data.step) ? asReopened(event, event.data.step) : undefined;
      case 'deliverable.added':
        return deliverables.some(({ file }) => file === event.data.file) ? undefined : event;
      default:
        return event;
    }
  }
}

function isPassed({ steps }: WorkflowState, step: WorkflowState['current']): boolean {
  return steps[step].status === 'completed' || steps[step].status === 'skipped';
}

/** A step that was skipped ahead can be reopened; one that wasn't reached can't. */
function isAhead({ steps, current }: WorkflowState, step: WorkflowState['current']): boolean {
  return stepIndex(step) > stepIndex(current) && steps[step].status !== 'skipped';
}

/** The undone approval isn't the last gate here. */
function asReopened(event: WorkflowEvent, step: WorkflowState['current']): WorkflowEvent {
  const { v, id, seq, workflow, after, at, actor } = event;
  return { v, id, seq, workflow, after, at, actor, type: 'phase.reopened', data: { step, reason: null } };
}

function subjectOf(event: WorkflowEvent): string | undefined {
  return event.type === 'phase.approved' || event.type === 'phase.rejected'
    ? gateOf(event.data.step)
    : undefined;
}

function saidOf({ type }: WorkflowEvent): string {
  return type === 'phase.approved' ? 'approved' : 'rejected';
}

function sideOf({ event, value }: Standing): QuestionSide {
  const { id, at, actor, data } = event;
  const reason = 'reason' in data ? data.reason : null;
  const nameless = actor.kind === 'person' ? 'unknown author' : actor.kind;
  return { event: id, at, by: actor.author ?? nameless, said: value, reason };
}
