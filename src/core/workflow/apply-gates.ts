/** Applies gate events to the steps. */

import type { WorkflowEvent } from './events.ts';
import { STEP_IDS, stepIndex } from './phases.ts';
import type { StepId } from './phases.ts';
import type { StepState, WorkflowState } from './state.ts';
import { nextStep } from './steps.ts';

export type GateEvent = Extract<WorkflowEvent, { type: `phase.${string}` }>;
type Steps = Record<StepId, StepState>;

/** Returns the steps of a new workflow: the preset's are skipped, the first is in progress. */
export function startedSteps(skipped: readonly StepId[], current: StepId, at: string): Steps {
  const steps = {} as Steps;
  for (const step of STEP_IDS) {
    const status = skipped.includes(step) ? 'skipped' : step === current ? 'in_progress' : 'pending';
    steps[step] = { ...fresh(at), status, byPreset: skipped.includes(step) };
  }
  return steps;
}

/** Returns the part of the state that a gate event changes. */
export function applyGate(state: WorkflowState, event: GateEvent): Partial<WorkflowState> {
  const { at } = event;
  switch (event.type) {
    case 'phase.submitted':
      return withStep(state, event.data.step, { status: 'awaiting_approval', since: at });
    case 'phase.rejected': {
      const { attempts } = state.steps[event.data.step];
      const { reason } = event.data;
      return withStep(state, event.data.step, {
        status: 'in_progress',
        since: at,
        reason,
        attempts: attempts + 1,
      });
    }
    case 'phase.approved': {
      const before = state.steps[event.data.step];
      const change = { status: 'completed', unverified: event.data.unverified, since: at } as const;
      const after = advance(withStep(state, event.data.step, change), state, event.data.step, at);
      const started = after.current === state.current ? null : after.current;
      return { ...after, undoable: { step: event.data.step, before, started } };
    }
    case 'phase.approvalUndone':
      return undo(state, at);
    case 'phase.skipped':
      return skip(state, event.data.steps, event.data.reason, at);
    case 'phase.reopened':
      return reopen(state, event.data.step, event.data.reason, at);
    case 'phase.set':
      return enter(state, event.data.step, at);
  }
}

interface GateChange {
  readonly steps: Steps;
  readonly current: StepId;
  readonly status: WorkflowState['status'];
  readonly undoable: WorkflowState['undoable'];
}

/** Changes one step. Every gate event ends the chance to undo the previous approval. */
function withStep(state: WorkflowState, step: StepId, change: Partial<StepState>): GateChange {
  const steps = { ...state.steps, [step]: { ...state.steps[step], ...change } };
  return { steps, current: state.current, status: state.status, undoable: null };
}

/** Starts the next open step after `from`; if there is none, completes the workflow. */
function advance(change: GateChange, state: WorkflowState, from: StepId, at: string): GateChange {
  const next = nextStep({ ...state, steps: change.steps }, from);
  if (next === null) return { ...change, status: 'completed' };
  const begun: StepState = { ...change.steps[next], ...fresh(at), status: 'in_progress' };
  return { ...change, current: next, steps: { ...change.steps, [next]: begun } };
}

function undo(state: WorkflowState, at: string): Partial<WorkflowState> {
  const { undoable } = state;
  if (undoable === null) return {};
  const steps = { ...state.steps, [undoable.step]: { ...undoable.before, since: at } };
  if (undoable.started !== null) steps[undoable.started] = { ...fresh(at), status: 'pending' };
  return { steps, current: undoable.step, status: 'in_progress', undoable: null };
}

function skip(
  state: WorkflowState,
  skipped: readonly StepId[],
  reason: string,
  at: string,
): Partial<WorkflowState> {
  const steps = { ...state.steps };
  for (const step of skipped) steps[step] = { ...steps[step], status: 'skipped', reason, since: at };
  const change: GateChange = { steps, current: state.current, status: state.status, undoable: null };
  return skipped.includes(state.current) ? advance(change, state, state.current, at) : change;
}

/** A skipped step further on returns to `pending`; any other step becomes the current one. */
function reopen(
  state: WorkflowState,
  step: StepId,
  reason: string | null,
  at: string,
): Partial<WorkflowState> {
  const isAhead = stepIndex(step) > stepIndex(state.current);
  if (isAhead && state.steps[step].status === 'skipped') {
    return withStep(state, step, { ...fresh(at), status: 'pending', reason });
  }
  const steps = { ...state.steps };
  for (const later of STEP_IDS.slice(stepIndex(step) + 1)) steps[later] = waiting(steps[later], at);
  steps[step] = { ...fresh(at), status: 'in_progress', reason };
  return { steps, current: step, status: 'in_progress', undoable: null };
}

function enter(state: WorkflowState, step: StepId, at: string): Partial<WorkflowState> {
  const steps = { ...state.steps };
  for (const id of STEP_IDS) {
    const isBefore = stepIndex(id) < stepIndex(step);
    if (!isBefore) steps[id] = waiting(steps[id], at);
    else if (steps[id].status !== 'completed' && steps[id].status !== 'skipped') {
      steps[id] = { ...steps[id], status: 'completed', unverified: ['by-hand'], since: at };
    }
  }
  steps[step] = { ...fresh(at), status: 'in_progress' };
  return { steps, current: step, status: 'in_progress', undoable: null };
}

/** Resets a step to `pending`; a step that the preset skips stays skipped. */
function waiting(step: StepState, at: string): StepState {
  if (step.byPreset && step.status === 'skipped') return step;
  return step.status === 'pending' ? step : { ...fresh(at), status: 'pending' };
}

function fresh(at: string): StepState {
  return { status: 'pending', reason: null, attempts: 0, unverified: [], byPreset: false, since: at };
}
