/** Each side of a question can be said again, and the question is then answered. */

import { deepStrictEqual, notStrictEqual, strictEqual, throws } from 'node:assert/strict';

import { intentFor, intentToLeaveOut } from '../../../src/core/merge/answer-question.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { Line } from '../support/histories.ts';

/** Decides a line's only question for the side of `by`. */
function decideFor(line: Line, by: string): WorkflowState {
  const { state, events } = line;
  const [question, ...others] = state.questions ?? [];
  const side = question?.sides.find((one) => one.by === by);
  const event = events.find(({ id }) => id === side?.event);
  strictEqual(others.length, 0);
  if (question === undefined || side === undefined || event === undefined)
    throw new Error(`no side of ${by}`);
  return line.fork('cem').do(intentFor({ question, side, event }, state)).state;
}

const file = 'docs/a.md';
const CONTRADICTIONS: Readonly<
  Record<string, readonly [WorkflowIntent[], one: WorkflowIntent[], other: WorkflowIntent[]]>
> = {
  'an approval and a rejection': [[], [{ kind: 'approve' }], [{ kind: 'reject', reason: 'thin' }]],
  'an approval and a skip': [[], [{ kind: 'approve' }], [{ kind: 'skip', reason: 'none' }]],
  'a rejection and a step back': [
    [{ kind: 'submit' }],
    [{ kind: 'reject', reason: 'thin' }],
    [{ kind: 'reopen', phase: '1' }],
  ],
  names: [[], [{ kind: 'rename', name: 'A' }], [{ kind: 'rename', name: 'B' }]],
  tasks: [[], [{ kind: 'setTask', task: 'A' }], [{ kind: 'setTask', task: 'B' }]],
  branches: [[], [{ kind: 'setBranch', branch: 'a' }], [{ kind: 'setBranch', branch: 'b' }]],
  roles: [[], [{ kind: 'setAgents', agents: ['a', 'b'] }], [{ kind: 'setAgents', agents: ['c'] }]],
  'a cancellation and an approval': [
    [],
    [{ kind: 'setStatus', status: 'cancelled', reason: 'no budget' }],
    [{ kind: 'approve' }],
  ],
  choices: [
    [],
    [{ kind: 'recordDecision', id: 'auth', choice: 'JWT', reason: 'x' }],
    [{ kind: 'recordDecision', id: 'auth', choice: 'cookies', reason: 'y' }],
  ],
  patterns: [
    [],
    [{ kind: 'setPattern', type: 'errors', convention: 'throw', example: 'x()' }],
    [{ kind: 'setPattern', type: 'errors', convention: 'return', example: 'y()' }],
  ],
  'a deliverable that is kept and removed': [
    [{ kind: 'addDeliverable', file, phase: '1' }],
    [{ kind: 'removeDeliverable', file }],
    [
      { kind: 'removeDeliverable', file },
      { kind: 'addDeliverable', file, phase: '2' },
    ],
  ],
};

describe('a question', () => {
  for (const [about, [before, one, other]] of Object.entries(CONTRADICTIONS)) {
    it(`is answered by either side: ${about}`, () => {
      const ann = new Line('ann').do(...before);
      const bob = ann.fork('bob').do(...other);
      const [annAlone, bobAlone] = [ann.do(...one).state, bob.state];
      ann.merge(bob);
      const seen = ({ name, task, branch, agents, status, steps, patterns, ...state }: WorkflowState) => ({
        fields: [name, task, branch, agents, status, patterns],
        steps: Object.values(steps).map((step) => step.status),
        parts: [state.decisions.map(({ choice }) => choice), state.deliverables.map(({ phase }) => phase)],
      });
      const [first, second] = [decideFor(ann, 'ann'), decideFor(ann, 'bob')];
      deepStrictEqual([first.questions, second.questions], [undefined, undefined]);
      if (about.startsWith('a cancellation')) {
        deepStrictEqual([first.status, second.status], ['cancelled', 'in_progress']);
        return;
      }
      deepStrictEqual([seen(first), seen(second)], [seen(annAlone), seen(bobAlone)]);
    });
  }

  it('about a constraint is answered by either side, and refused once the constraint is gone', () => {
    const ann = new Line('ann').add({ type: 'constraint.added', data: { text: 'Keep it', isOffered: true } });
    const bob = ann.fork('bob').do({ kind: 'removeConstraint', number: 1 });
    ann.do({ kind: 'acceptConstraint', number: 1 }).merge(bob);
    deepStrictEqual(
      decideFor(ann, 'ann').constraints.map(({ isOffered }) => isOffered),
      [false],
    );
    deepStrictEqual(decideFor(ann, 'bob').constraints, []);
    const [question] = ann.state.questions ?? [];
    const [side] = question?.sides ?? [];
    const event = ann.events.find(({ id }) => id === side?.event);
    if (question === undefined || side === undefined || event === undefined) throw new Error('no question');
    const none = { ...ann.state, constraints: [] };
    throws(() => intentFor({ question, side, event }, none), { code: 'question-answered' });
  });

  it('whose ground is gone is answered by going on from the current phase', () => {
    const ann = new Line('ann').do({ kind: 'approve' });
    const first = ann.last;
    ann.do({ kind: 'approve' }).revert(first);
    const { state } = ann;
    notStrictEqual(state.questions, undefined);
    const after = ann.do(intentToLeaveOut(state)).state;
    deepStrictEqual(
      [after.questions, after.current, after.steps['1'].status],
      [undefined, '1', 'in_progress'],
    );
  });
});
