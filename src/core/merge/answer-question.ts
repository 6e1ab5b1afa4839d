/** How a side of a question is said again: the usual intents answer, in the knowledge of both sides. */

import { NinefoldError } from '../errors.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { WorkflowIntent } from '../workflow/intents.ts';
import { partsOfSubject } from '../workflow/questions.ts';
import { WORKFLOW_STATUSES } from '../workflow/state.ts';
import type { Question, QuestionSide, WorkflowState } from '../workflow/state.ts';

/** A side of an open question, and the event that took it. */
interface ChosenSide {
  readonly question: Question;
  readonly side: QuestionSide;
  readonly event: WorkflowEvent;
}

/**
 * Returns the intent that decides a question for one of its sides.
 *
 * @throws NinefoldError question-answered if what it is about is gone
 */
export function intentFor(chosen: ChosenSide, state: WorkflowState): WorkflowIntent {
  const { said, reason } = chosen.side;
  const [kind, of] = partsOfSubject(chosen.question.subject);
  switch (kind) {
    case 'gate':
      return gateIntent(chosen, of);
    case 'name':
      return { kind: 'rename', name: said };
    case 'task':
      return { kind: 'setTask', task: said };
    case 'branch':
      return { kind: 'setBranch', branch: said === '' ? null : said };
    case 'agents':
      return { kind: 'setAgents', agents: said.split(',').filter((role) => role !== '') };
    case 'status': {
      const status = WORKFLOW_STATUSES.find((known) => known === said) ?? state.status;
      return { kind: 'setStatus', status, ...(reason === null ? {} : { reason }) };
    }
    case 'decision':
      return { kind: 'recordDecision', id: of, choice: said, reason: reason ?? said };
    default:
      return partIntent(chosen, state, of);
  }
}

/** Returns the intent that leaves out a gate whose ground is gone: the current phase stays the current one. */
export function intentToLeaveOut({ current }: WorkflowState): WorkflowIntent {
  return { kind: 'setPhase', phase: current };
}

function gateIntent({ event, side }: ChosenSide, phase: string): WorkflowIntent {
  const reason = side.reason === null ? {} : { reason: side.reason };
  switch (event.type) {
    case 'phase.rejected':
      return { kind: 'reject', phase, reason: event.data.reason };
    case 'phase.skipped':
      return { kind: 'skip', phase, reason: event.data.reason };
    case 'phase.reopened':
    case 'phase.approvalUndone':
      return { kind: 'reopen', phase: event.data.step, ...reason };
    case 'phase.set':
      return { kind: 'setPhase', phase: event.data.step };
    default:
      return { kind: 'approve', phase };
  }
}

function partIntent({ event, side, question }: ChosenSide, state: WorkflowState, of: string): WorkflowIntent {
  const { said } = side;
  if (event.type === 'pattern.set') {
    const { type, convention, example } = event.data;
    return { kind: 'setPattern', type, convention, example };
  }
  if (question.subject.startsWith('deliverable:')) {
    if (said === 'removed') return { kind: 'removeDeliverable', file: of };
    const phase = event.type === 'deliverable.added' ? { phase: String(event.data.phase) } : {};
    return { kind: 'addDeliverable', file: of, ...phase };
  }
  const number = state.constraints.findIndex(({ id }) => id === of) + 1;
  if (number === 0) throw new NinefoldError('question-answered', {});
  return { kind: said === 'removed' ? 'removeConstraint' : 'acceptConstraint', number };
}
