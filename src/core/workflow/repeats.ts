/**
 * Detects calls that an agent repeats because the answer got lost: its call or its server was killed between append
 * and answer. If the state already holds, nothing is recorded twice and nothing is refused.
 *
 * Compared by content, because today's clients send no idempotency key. A person's repetition is always intended.
 */

import { NinefoldError } from '../errors.ts';
import type { Facts } from './facts.ts';
import type { GateIntent, PartIntent, StartIntent, WorkflowIntent } from './intents.ts';
import { LONGEST } from './limits.ts';
import { checkLine } from './names.ts';
import { workspacePath } from './paths.ts';
import { phaseOfStep } from './phases.ts';
import type { StepId } from './phases.ts';
import type { WorkflowState } from './state.ts';
import { namesCurrent, stepMeant, stepsNamed } from './steps.ts';

/** For calls that only time tells apart: a check may run again with the same result, and is then newer. */
const REPEAT_MS = 10 * 60_000;

/** Tests whether `at` (ISO 8601) is so close to `now` that the same content means the same call. */
export function isRecent(at: string, now: string): boolean {
  return Math.abs(Date.parse(now) - Date.parse(at)) <= REPEAT_MS;
}

/**
 * Tests whether an agent requests what already holds.
 *
 * @param now ISO 8601
 */
export function isRepeated(state: WorkflowState, intent: WorkflowIntent, facts: Facts, now: string): boolean {
  if (facts.actor.kind !== 'agent') return false;
  try {
    return isGateRepeated(state, intent, facts) || isPartRepeated(state, intent, facts, now);
  } catch (error) {
    // The phase is invalid; `decide` refuses it with a reason.
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}

/** Tests whether this very intent started the workflow a moment ago and nothing has happened since. */
export function isStartRepeated(
  state: WorkflowState,
  intent: StartIntent,
  facts: Facts,
  now: string,
): boolean {
  const name = checkLine('the name', intent.name, LONGEST.name);
  const task = checkLine('the task', intent.task ?? name, LONGEST.task);
  return (
    facts.actor.kind === 'agent' &&
    state.revision === 1 &&
    isRecent(state.createdAt, now) &&
    state.id === intent.id &&
    state.name === name &&
    state.task === task &&
    state.preset === (intent.preset ?? 'full')
  );
}

function isGateRepeated(state: WorkflowState, intent: WorkflowIntent, facts: Facts): boolean {
  switch (intent.kind) {
    case 'submit':
    case 'approve':
      return isPassed(state, intent, facts);
    case 'reject': {
      const { status, reason, attempts } = state.steps[state.current];
      const isMeant = intent.phase === undefined || namesCurrent(state, intent.phase);
      return (
        isMeant &&
        status === 'in_progress' &&
        attempts > 0 &&
        reason === checkLine('the reason', intent.reason)
      );
    }
    case 'skip':
      return stepsOf(intent.phase).every((step) => {
        const { status, reason } = state.steps[step];
        return status === 'skipped' && reason === checkLine('the reason', intent.reason);
      });
    case 'reopen': {
      const { status, reason } = state.steps[state.current];
      const isMeant = stepsOf(intent.phase).includes(state.current);
      return isMeant && status === 'in_progress' && reason === reasonOf(intent.reason);
    }
    default:
      return false;
  }
}

/** It already awaits approval, or it was approved last and no gate has changed since. */
function isPassed(
  state: WorkflowState,
  intent: Extract<GateIntent, { kind: 'submit' | 'approve' }>,
  { approvedBy }: Facts,
): boolean {
  const { current, undoable } = state;
  const isMeant = intent.phase === undefined || namesCurrent(state, intent.phase);
  const isSubmitted = isMeant && state.steps[current].status === 'awaiting_approval';
  // If only a person approves, an agent's approval is a submission.
  if (isSubmitted && (intent.kind === 'submit' || approvedBy === 'person')) return true;
  return intent.phase !== undefined && undoable !== null && only(intent.phase) === undoable.step;
}

/** Returns the step if exactly one is named; `5` means a different one each time. */
function only(phase: string): StepId | undefined {
  const [step, ...others] = stepsNamed(phase);
  return others.length === 0 ? step : undefined;
}

function reasonOf(reason = ''): string | null {
  return reason.trim() === '' ? null : checkLine('the reason', reason);
}

function stepsOf(phase: string | undefined): readonly StepId[] {
  if (phase === undefined) throw new NinefoldError('phase-unknown', { phase: '' });
  return stepsNamed(phase);
}

function isPartRepeated(state: WorkflowState, intent: WorkflowIntent, facts: Facts, now: string): boolean {
  switch (intent.kind) {
    case 'addNextStep': {
      const text = checkLine('the next step', intent.text);
      return state.nextSteps.some((step) => step.text === text && step.status !== 'done');
    }
    case 'setNextStep':
      return state.nextSteps[intent.number - 1]?.status === intent.status;
    case 'addDeliverable': {
      const file = workspacePath(intent.file, facts.folder);
      const known = state.deliverables.find((deliverable) => deliverable.file === file);
      const [step] = intent.phase === undefined ? [] : stepsNamed(intent.phase);
      return known !== undefined && (step === undefined || phaseOfStep(step) === known.phase);
    }
    case 'recordAttempt': {
      const text = checkLine('the attempt', intent.text);
      return state.attempts.some(
        (attempt) => attempt.text === text && attempt.because === reasonOf(intent.because),
      );
    }
    case 'recordCheck':
      return isCheckRepeated(state, intent, facts, now);
    default:
      return false;
  }
}

function isCheckRepeated(
  state: WorkflowState,
  intent: Extract<PartIntent, { kind: 'recordCheck' }>,
  { commit }: Facts,
  now: string,
): boolean {
  // What was run twice is newer the second time, and a claim of the same says nothing of a run.
  if (intent.grade !== undefined && intent.grade !== 'claimed') return false;
  const step = stepMeant(state, intent.phase);
  const command = checkLine('the command', intent.command, LONGEST.command);
  return state.checks.some(
    (check) =>
      check.grade === 'claimed' &&
      check.step === step &&
      check.command === command &&
      check.exitCode === intent.exitCode &&
      check.commit === commit &&
      isRecent(check.at, now),
  );
}
