/** Decides gate intents: submit, approve, reject, skip, reopen, and setting the phase by hand. */

import { NinefoldError } from '../errors.ts';
import { missingEvidence } from './evidence.ts';
import type { NewEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { GateIntent } from './intents.ts';
import { checkLine } from './names.ts';
import { STEP_IDS, stepIndex, stepName } from './phases.ts';
import type { StepId } from './phases.ts';
import { isAsked, isGateAsked } from './questions.ts';
import type { WorkflowState } from './state.ts';
import { nameOfSteps, namesCurrent, stepToEnter, stepsNamed } from './steps.ts';

/**
 * Decides a gate intent.
 *
 * @throws NinefoldError if the gate can't be passed; nothing has happened then
 */
export function decideGate(state: WorkflowState, intent: GateIntent, facts: Facts): readonly NewEvent[] {
  requireRunning(state, intent);
  switch (intent.kind) {
    case 'submit':
      return submit(state, intent.phase);
    case 'approve':
      return approve(state, intent.phase, facts);
    case 'undoApproval':
      return undoApproval(state, intent.phase);
    case 'reject':
      requireCurrent(state, intent.phase);
      return [
        { type: 'phase.rejected', data: { step: state.current, reason: reasonOf('reject', intent.reason) } },
      ];
    case 'skip':
      return skip(state, intent.phase, intent.reason);
    case 'reopen':
      return reopen(state, intent.phase, intent.reason);
    case 'setPhase':
      return setPhase(state, intent.phase);
  }
}

/** A completed workflow can be reopened; a paused or cancelled one must be resumed first. */
function requireRunning(state: WorkflowState, intent: GateIntent): void {
  const goesBack = intent.kind === 'reopen' || intent.kind === 'setPhase' || intent.kind === 'undoApproval';
  if (state.status === 'in_progress' || (state.status === 'completed' && goesBack)) return;
  throw new NinefoldError('workflow-not-running', { id: state.id, status: state.status });
}

/**
 * Refuses a phase that isn't the current one.
 *
 * @throws phase-not-current
 */
export function requireCurrent(state: WorkflowState, phase: string | undefined): void {
  if (phase === undefined || namesCurrent(state, phase)) return;
  throw new NinefoldError('phase-not-current', {
    phase: nameOfSteps(stepsNamed(phase)),
    current: state.current,
    name: stepName(state.current),
  });
}

function reasonOf(action: string, reason: string | undefined): string {
  if (reason === undefined || reason.trim() === '') throw new NinefoldError('reason-missing', { action });
  return checkLine('the reason', reason);
}

function submit(state: WorkflowState, phase: string | undefined): readonly NewEvent[] {
  requireCurrent(state, phase);
  if (state.steps[state.current].status === 'awaiting_approval') {
    throw new NinefoldError('phase-awaiting-person', { phase: state.current });
  }
  return [{ type: 'phase.submitted', data: { step: state.current } }];
}

function approve(state: WorkflowState, phase: string | undefined, facts: Facts): readonly NewEvent[] {
  requireCurrent(state, phase);
  const isPerson = facts.actor.kind === 'person';
  if (!isPerson && facts.approvedBy === 'person') {
    if (state.steps[state.current].status === 'awaiting_approval') {
      throw new NinefoldError('phase-awaiting-person', { phase: state.current });
    }
    return submit(state, phase);
  }
  const unverified = missingEvidence(state, state.current, facts.files, facts.checks);
  return [{ type: 'phase.approved', data: { step: state.current, unverified: [...unverified] } }];
}

function undoApproval({ undoable, current }: WorkflowState, phase?: StepId): readonly NewEvent[] {
  const isMeant = undoable !== null && (phase ?? undoable.step) === undoable.step;
  if (!isMeant) throw new NinefoldError('undo-impossible', { phase: current });
  return [{ type: 'phase.approvalUndone', data: { step: undoable.step } }];
}

function skip(state: WorkflowState, phase: string | undefined, reason: string): readonly NewEvent[] {
  const named = phase === undefined ? [state.current] : stepsNamed(phase);
  const open = named.filter((step) => !isBehind(state, step));
  if (open.length === 0) {
    const isSkipped = named.some((step) => state.steps[step].status === 'skipped');
    throw new NinefoldError(isSkipped ? 'phase-already-skipped' : 'phase-completed', {
      phase: nameOfSteps(named),
    });
  }
  return [{ type: 'phase.skipped', data: { steps: open, reason: reasonOf('skip', reason) } }];
}

function reopen(state: WorkflowState, phase: string | undefined, reason?: string): readonly NewEvent[] {
  const step = phase === undefined ? lastClosed(state) : stepToReopen(state, phase);
  const { status } = state.steps[step];
  const isReached = status !== 'pending' && !(step === state.current && status === 'in_progress');
  if (!isReached && !(step === state.current && isAsked(state, `gate:${step}`))) {
    throw new NinefoldError('phase-not-reopenable', { phase: phase ?? step, current: state.current });
  }
  const why = reason === undefined || reason.trim() === '' ? null : reasonOf('reopen', reason);
  return [{ type: 'phase.reopened', data: { step, reason: why } }];
}

/** For `5`, returns the first closed sub-phase; otherwise the step itself. */
function stepToReopen(state: WorkflowState, phase: string): StepId {
  const steps = stepsNamed(phase);
  return steps.find((step) => state.steps[step].status === 'completed') ?? stepToEnter(state, phase);
}

/** Returns the last closed step before the current one, or the current one if there is none. */
function lastClosed(state: WorkflowState): StepId {
  if (state.status === 'completed') return state.current;
  const earlier = STEP_IDS.slice(0, stepIndex(state.current));
  return earlier.findLast((step) => !state.steps[step].byPreset) ?? state.current;
}

function setPhase(state: WorkflowState, phase: string): readonly NewEvent[] {
  if (namesCurrent(state, phase) && state.status === 'in_progress' && !isGateAsked(state)) return [];
  return [{ type: 'phase.set', data: { step: stepToEnter(state, phase) } }];
}

function isBehind(state: WorkflowState, step: StepId): boolean {
  const { status } = state.steps[step];
  return status === 'completed' || status === 'skipped';
}
