/**
 * The table of what can contradict: what an event claims, and of what. Two claims of one subject that differ, each made
 * without knowing of the other, are a question.
 */

import type { WorkflowEvent } from '../workflow/events.ts';
import { STEP_IDS, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';

export interface Claim {
  /** What is claimed of, such as `gate:5b` or `name`. */
  readonly subject: string;
  /** What is claimed; two claims agree if their values are the same. */
  readonly value: string;
}

/** Values that need no person: who marked a next step as done settles it against those who didn't know. */
const WINNERS: Readonly<Record<string, string>> = { step: 'done' };

/** Returns the value that wins over all others of this subject; undefined if a person must decide. */
export function winnerOf(subject: string): string | undefined {
  return WINNERS[kindOfSubject(subject)];
}

/** Kinds of subjects of which an answer replaces everything that was said before. */
const REPLACED: ReadonlySet<string> = new Set([
  'name',
  'task',
  'branch',
  'agents',
  'status',
  'decision',
  'pattern',
]);

/** Tests whether an answer alone decides, so that what it answers may count or not. */
export function isReplacedByAnswer(subject: string): boolean {
  return REPLACED.has(kindOfSubject(subject));
}

/**
 * Whether the workflow goes on: a cancellation contradicts a gate that was passed without knowing of it. Pausing doesn't,
 * because nothing is lost by resuming.
 */
const COURSE = 'course';

/** Returns what a question is about: a person decides about the course by setting the status. */
export function shownSubject(subject: string): string {
  return subject === COURSE ? 'status' : subject;
}

/** Tests whether gates that make this claim count whatever is decided about it. */
export function staysAnyway(subject: string): boolean {
  return subject === COURSE;
}

/** Returns the part of a subject before its colon. */
export function kindOfSubject(subject: string): string {
  return subject.split(':', 1)[0] ?? subject;
}

export function gateOf(step: StepId): string {
  return `gate:${step}`;
}

/** Returns the claims of an event; none for what simply adds up, such as evidence, handoffs, and sessions. */
export function claimsOf(event: WorkflowEvent): readonly Claim[] {
  const { type, data } = event;
  switch (type) {
    case 'decision.recorded':
      return [{ subject: `decision:${data.id}`, value: data.choice }];
    case 'pattern.set':
      return [{ subject: `pattern:${data.type}`, value: data.convention }];
    case 'nextStep.set':
      return [{ subject: `step:${data.step ?? `#${data.number}`}`, value: data.status }];
    case 'constraint.accepted':
      return [{ subject: `constraint:${data.constraint}`, value: 'accepted' }];
    case 'constraint.removed':
      return [{ subject: `constraint:${data.constraint}`, value: 'removed' }];
    case 'deliverable.added':
      return [{ subject: `deliverable:${data.file}`, value: 'kept' }];
    case 'deliverable.removed':
      return [{ subject: `deliverable:${data.file}`, value: 'removed' }];
    case 'task.merged':
      return Object.entries(data.files).map(([file, hash]) => ({
        subject: `deliverable:${file}`,
        value: hash === null ? 'removed' : 'kept',
      }));
    default:
      return type.startsWith('phase.') ? claimsOfPassing(event) : claimsOfFields(event);
  }
}

function claimsOfFields({ type, data }: WorkflowEvent): readonly Claim[] {
  switch (type) {
    case 'workflow.started':
      return [
        { subject: 'name', value: data.name },
        { subject: 'task', value: data.task },
      ];
    case 'workflow.renamed':
      return [{ subject: 'name', value: data.name }];
    case 'workflow.taskSet':
      return [{ subject: 'task', value: data.task }];
    case 'workflow.branchSet':
      return [{ subject: 'branch', value: data.branch ?? '' }];
    case 'workflow.agentsSet':
      return [{ subject: 'agents', value: data.agents.join(',') }];
    case 'workflow.statusSet':
      return [
        { subject: 'status', value: data.status },
        data.status === 'cancelled' ? { subject: COURSE, value: data.status } : GOES_ON,
      ];
    default:
      return [];
  }
}

const GOES_ON: Claim = { subject: COURSE, value: 'in_progress' };

function claimsOfPassing(event: WorkflowEvent): readonly Claim[] {
  const claims = claimsOfGate(event);
  return claims.length === 0 ? claims : [...claims, GOES_ON];
}

/** A step back takes the later gates along. Submitting claims nothing: a person decides in any case. */
function claimsOfGate(event: WorkflowEvent): readonly Claim[] {
  switch (event.type) {
    case 'phase.approved':
      return [{ subject: gateOf(event.data.step), value: 'approved' }];
    case 'phase.rejected':
      return [{ subject: gateOf(event.data.step), value: 'rejected' }];
    case 'phase.skipped':
      return event.data.steps.map((step) => ({ subject: gateOf(step), value: 'skipped' }));
    case 'phase.reopened':
    case 'phase.approvalUndone':
      return [{ subject: gateOf(event.data.step), value: 'reopened' }, ...waitingAfter(event.data.step)];
    case 'phase.set': {
      const { step } = event.data;
      const earlier = STEP_IDS.slice(0, stepIndex(step));
      const passed = earlier.map((one) => ({ subject: gateOf(one), value: 'approved' }));
      return [...passed, { subject: gateOf(step), value: 'reopened' }, ...waitingAfter(step)];
    }
    default:
      return [];
  }
}

function waitingAfter(step: StepId): readonly Claim[] {
  return STEP_IDS.slice(stepIndex(step) + 1).map((later) => ({ subject: gateOf(later), value: 'reopened' }));
}
