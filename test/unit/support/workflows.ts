/** Workflows made in memory: events with a fixed clock, without files. */

import { apply, applyStart } from '../../../src/core/workflow/apply.ts';
import { decide, decideStart } from '../../../src/core/workflow/decide.ts';
import { EVENT_VERSION } from '../../../src/core/workflow/events.ts';
import type { NewEvent, WorkflowEvent } from '../../../src/core/workflow/events.ts';
import type { Facts } from '../../../src/core/workflow/facts.ts';
import type { StartIntent, WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { STEP_IDS } from '../../../src/core/workflow/phases.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';

export const FACTS: Facts = {
  actor: { kind: 'person' },
  approvedBy: 'person',
  folder: '/p',
  commit: 'c0ffee0000000000000000000000000000000000',
  branch: 'main',
  files: {},
  patterns: [],
};

export const AGENT: Facts = { ...FACTS, actor: { kind: 'agent', session: 's-1' } };

const idOf = (seq: number): string => `01J${String(seq).padStart(23, '0')}`;

/** Returns the event at place `seq`, a minute after the previous one. */
export function eventOf(newEvent: NewEvent, seq: number): WorkflowEvent {
  const at = new Date(Date.UTC(2026, 0, 2, 3, seq)).toISOString();
  const after = seq === 1 ? [] : [idOf(seq - 1)];
  return { v: EVENT_VERSION, id: idOf(seq), seq, after, at, actor: { kind: 'person' }, ...newEvent };
}

export function started(intent: Partial<StartIntent> = {}, facts = FACTS): WorkflowState {
  const [newEvent] = decideStart(
    { kind: 'start', id: 'wf-001', name: 'User Authentication', ...intent },
    facts,
  );
  if (newEvent?.type !== 'workflow.started') throw new Error('no start');
  return applyStart({ ...eventOf(newEvent, 1), ...newEvent });
}

/** Returns the state after an intent; throws what `decide` refuses. */
export function after(state: WorkflowState, intent: WorkflowIntent, facts = FACTS): WorkflowState {
  return decide(state, intent, facts).reduce(
    (current, newEvent) => apply(current, eventOf(newEvent, current.revision + 1)),
    state,
  );
}

export function afterAll(
  state: WorkflowState,
  intents: readonly WorkflowIntent[],
  facts = FACTS,
): WorkflowState {
  return intents.reduce((current, intent) => after(current, intent, facts), state);
}

/** Statuses of the eleven steps in short: p i a c s. */
export function shape(state: WorkflowState): string {
  return STEP_IDS.map((step) => state.steps[step].status.charAt(0)).join('');
}
