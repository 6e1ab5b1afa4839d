/** Two histories that meet: what is simply there, what becomes a question, and what answers it. */

import { deepStrictEqual, notStrictEqual, strictEqual, throws } from 'node:assert/strict';

import { foldMerged } from '../../../src/core/merge/fold-merged.ts';
import { orderEvents } from '../../../src/core/merge/order-events.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { Line } from '../support/histories.ts';
import { shape } from '../support/workflows.ts';

const approve = { kind: 'approve' } as const;
const reject = { kind: 'reject', reason: 'too thin' } as const;

function questions({ questions: asked = [] }: WorkflowState) {
  return asked.map(({ subject, sides }) => [subject, ...sides.map(({ by, said }) => `${by}: ${said}`)]);
}

describe('merged histories', () => {
  it('have what each added, in the order of making, whatever order they are read in', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob');
    ann.do({ kind: 'addNextStep', text: 'one' });
    bob.do(
      { kind: 'addNextStep', text: 'two' },
      { kind: 'recordDecision', id: 'auth', choice: 'JWT', reason: 'x' },
    );
    ann.do({ kind: 'addNextStep', text: 'three' }).merge(bob);
    const { state } = ann;
    deepStrictEqual(
      state.nextSteps.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
    deepStrictEqual(
      state.decisions.map(({ id }) => id),
      ['auth'],
    );
    strictEqual(state.revision, 5);
    strictEqual(state.heads.length, 2);
    deepStrictEqual(questions(state), []);
    deepStrictEqual(foldMerged([...ann.events].reverse(), { file: '' }), state);
  });

  it('go on as one line once somebody decides on both', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob').do({ kind: 'addNextStep', text: 'two' });
    ann
      .do({ kind: 'addNextStep', text: 'one' })
      .merge(bob)
      .do({ kind: 'setNextStep', number: 2, status: 'done' });
    strictEqual(ann.state.heads.length, 1);
    deepStrictEqual(
      ann.state.nextSteps.map(({ status }) => status),
      ['done', 'open'].reverse(),
    );
  });

  it('agree where both passed the same gate', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob').do(approve);
    ann.do(approve, approve).merge(bob);
    deepStrictEqual([shape(ann.state), questions(ann.state)], ['ccipppppppp', []]);
    deepStrictEqual(bob.merge(ann).state, ann.state);
  });

  it('ask where one approved and the other rejected, and take no side', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob').do(reject);
    ann.do(approve, approve).merge(bob);
    strictEqual(shape(ann.state), 'ipppppppppp');
    deepStrictEqual(questions(ann.state), [['gate:1', 'bob: rejected', 'ann: approved']]);
    strictEqual(ann.state.questions?.[0]?.sides[0]?.reason, 'too thin');
  });

  it('let an approval answer: what rested on the first approval counts again', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob').do(reject);
    ann.do(approve, approve).merge(bob).do(approve);
    deepStrictEqual([shape(ann.state), questions(ann.state)], ['ccipppppppp', []]);
  });

  it('let a rejection answer: what rested on the approval counts no more', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob').do(reject);
    ann.do(approve, approve).merge(bob).do(reject);
    deepStrictEqual([shape(ann.state), questions(ann.state)], ['ipppppppppp', []]);
    strictEqual(ann.state.steps['1'].reason, 'too thin');
    ann.do(approve);
    strictEqual(shape(ann.state), 'cippppppppp');
  });

  it('ask again if two answer differently', () => {
    const ann = new Line('ann');
    const bob = ann.fork('bob').do(reject);
    ann.do(approve).merge(bob);
    bob.merge(ann).do(reject);
    ann.do(approve).merge(bob);
    deepStrictEqual(questions(ann.state), [['gate:1', 'bob: rejected', 'ann: approved']]);
  });

  for (const [about, base, one, other, answer, shown] of [
    [
      'two names',
      [],
      { kind: 'rename', name: 'A' },
      { kind: 'rename', name: 'B' },
      { kind: 'rename', name: 'One' },
      ['One', 'One'],
    ],
    [
      'two tasks',
      [],
      { kind: 'setTask', task: 'A' },
      { kind: 'setTask', task: 'B' },
      { kind: 'setTask', task: 'B' },
      ['Do', 'B'],
    ],
  ] as const) {
    it(`ask about ${about}, keep the earlier one, and take the answer, even if nothing changes by it`, () => {
      const ann = new Line('ann').do(...base);
      const bob = ann.fork('bob').do(other);
      ann.do(one).merge(bob);
      const value = (state: WorkflowState) => (one.kind === 'rename' ? state.name : state.task);
      strictEqual(questions(ann.state).length, 1);
      strictEqual(value(ann.state), shown[0]);
      ann.do(answer);
      deepStrictEqual([value(ann.state), questions(ann.state)], [shown[1], []]);
    });
  }

  it('ask about a decision with two choices', () => {
    const ann = new Line('ann');
    const decision = { kind: 'recordDecision', id: 'auth', choice: 'JWT', reason: 'x' } as const;
    const bob = ann.fork('bob').do({ ...decision, choice: 'cookies' });
    ann.do(decision).merge(bob);
    deepStrictEqual(questions(ann.state), [['decision:auth', 'bob: cookies', 'ann: JWT']]);
    ann.do(decision);
    deepStrictEqual([ann.state.decisions.map(({ choice }) => choice), questions(ann.state)], [['JWT'], []]);
  });

  it('ask about a deliverable that one removed and the other changed, and keep it until then', () => {
    const file = 'docs/a.md';
    const ann = new Line('ann').do({ kind: 'addDeliverable', file, phase: '1' });
    const bob = ann.fork('bob').do({ kind: 'removeDeliverable', file });
    ann.do({ kind: 'removeDeliverable', file }, { kind: 'addDeliverable', file, phase: '2' }).merge(bob);
    deepStrictEqual(questions(ann.state), [[`deliverable:${file}`, 'bob: removed', 'ann: kept']]);
    deepStrictEqual(
      ann.state.deliverables.map(({ phase }) => phase),
      [1],
    );
    const kept = ann.fork('cem').do({ kind: 'addDeliverable', file, phase: '2' });
    deepStrictEqual([kept.state.deliverables.map(({ phase }) => phase), questions(kept.state)], [[2], []]);
    ann.do({ kind: 'removeDeliverable', file });
    deepStrictEqual([ann.state.deliverables, questions(ann.state)], [[], []]);
  });

  it('do not ask about a step that one did and the other began', () => {
    const ann = new Line('ann').do({ kind: 'addNextStep', text: 'one' });
    const bob = ann.fork('bob').do({ kind: 'setNextStep', number: 1, status: 'done' });
    ann.do({ kind: 'setNextStep', number: 1, status: 'in_flight' }).merge(bob);
    deepStrictEqual([ann.state.nextSteps[0]?.status, questions(ann.state)], ['done', []]);
  });

  it('ask about gates whose ground was taken back', () => {
    const ann = new Line('ann').do(approve);
    const first = ann.last;
    ann.do(approve).revert(first);
    strictEqual(shape(ann.state), 'ipppppppppp');
    deepStrictEqual(questions(ann.state), [['gate:2', 'ann: approved']]);
    ann.do(approve, approve);
    deepStrictEqual([shape(ann.state), questions(ann.state)], ['ccipppppppp', []]);
  });

  it('ask where one cancelled and the other went on, and keep what was approved', () => {
    const ann = new Line('ann').do(approve);
    const bob = ann.fork('bob').do({ kind: 'setStatus', status: 'cancelled', reason: 'no budget' });
    ann.do(approve).merge(bob);
    deepStrictEqual(
      [ann.state.status, shape(ann.state), questions(ann.state)],
      ['in_progress', 'ccipppppppp', [['status', 'bob: cancelled', 'ann: in_progress']]],
    );
    const cem = ann.fork('cem').do({ kind: 'setStatus', status: 'in_progress' });
    deepStrictEqual([cem.state.status, questions(cem.state)], ['in_progress', []]);
    const dan = ann.fork('dan').do(approve);
    deepStrictEqual([dan.state.status, questions(dan.state)], ['in_progress', []]);
    ann.do({ kind: 'setStatus', status: 'cancelled' });
    deepStrictEqual(
      [ann.state.status, shape(ann.state), questions(ann.state)],
      ['cancelled', 'ccipppppppp', []],
    );
  });

  it('ask once where one cancelled and the other resumed', () => {
    const ann = new Line('ann').do({ kind: 'setStatus', status: 'paused' });
    const bob = ann.fork('bob').do({ kind: 'setStatus', status: 'cancelled' });
    ann.do({ kind: 'setStatus', status: 'in_progress' }, approve).merge(bob);
    deepStrictEqual(
      questions(ann.state).map(([subject]) => subject),
      ['status'],
    );
    ann.do({ kind: 'setStatus', status: 'cancelled' });
    deepStrictEqual([ann.state.status, questions(ann.state)], ['cancelled', []]);
  });

  it('do not ask where one paused and the other went on, nor about a choice that both made', () => {
    const ann = new Line('ann');
    const decision = { kind: 'recordDecision', id: 'auth', choice: 'JWT', reason: 'x' } as const;
    const bob = ann.fork('bob').do({ ...decision, reason: 'y' }, { kind: 'setStatus', status: 'paused' });
    ann.do(decision, approve).merge(bob);
    deepStrictEqual([ann.state.status, questions(ann.state)], ['paused', []]);
  });

  it('are one workflow if the same id was started twice, and ask for its name', () => {
    const ann = new Line('ann').do(approve, { kind: 'addNextStep', text: 'one' });
    const bob = new Line('bob').add({ type: 'workflow.renamed', data: { name: 'Two' } });
    bob.do({ kind: 'addNextStep', text: 'two' });
    ann.merge(bob);
    deepStrictEqual(
      ann.state.nextSteps.map(({ text }) => text),
      ['one', 'two'],
    );
    deepStrictEqual(questions(ann.state), [['name', 'ann: One', 'bob: Two']]);
    strictEqual(shape(ann.state), 'cippppppppp');
  });

  it('say who undid an approval that the other went on from', () => {
    const ann = new Line('ann').do(approve);
    const bob = ann.fork('bob').do({ kind: 'undoApproval' });
    ann.do(approve).merge(bob);
    notStrictEqual(ann.state.questions, undefined);
    ann.do({ kind: 'setPhase', phase: '3' });
    deepStrictEqual([shape(ann.state), questions(ann.state)], ['ccipppppppp', []]);
  });

  it('have an order even if events name each other in a circle', () => {
    const [start, ...others] = new Line('ann').do(approve, reject).events;
    const circle = others.map((event, index) => ({ ...event, after: [others[1 - index]?.id ?? ''] }));
    const events = [...circle, ...(start === undefined ? [] : [start])];
    deepStrictEqual(
      orderEvents(events).map(({ id }) => id),
      [start, ...others].map((one) => one?.id),
    );
  });

  it('are refused without a start', () => {
    const [, ...others] = new Line('ann').do(approve).events;
    throws(() => foldMerged(others, { file: 'x' }), { code: 'state-damaged' });
  });
});
