/** What an agent asks for once more, as its answer got lost; and what is meant anew. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type { Facts } from '../../../src/core/workflow/facts.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { isRepeated, isStartRepeated } from '../../../src/core/workflow/repeats.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { AGENT, FACTS, after, afterAll, started } from '../support/workflows.ts';

const ANYONE: Facts = { ...AGENT, approvedBy: 'anyone' };

/** Asked a minute after the workflow changed last. */
function isAgain(state: WorkflowState, intent: WorkflowIntent, facts = ANYONE, minutes = 1): boolean {
  const now = new Date(Date.parse(state.updatedAt) + minutes * 60_000).toISOString();
  return isRepeated(state, intent, facts, now);
}

const CHECK = { kind: 'recordCheck', phase: '1', command: 'npm test', exitCode: 1 } as const;

/** Intents that follow each other in one workflow. */
const COURSE: readonly WorkflowIntent[] = [
  { kind: 'addNextStep', text: ' Write the spec \ud83d' },
  { kind: 'setNextStep', number: 1, status: 'done' },
  { kind: 'addDeliverable', file: 'docs/a.md' },
  { kind: 'addDeliverable', file: './docs/b.md', phase: '2' },
  CHECK,
  { kind: 'submit' },
  { kind: 'approve', phase: '1' },
  { kind: 'submit', phase: '2' },
  { kind: 'reject', reason: 'too thin' },
  { kind: 'skip', phase: '3', reason: 'no interface' },
  { kind: 'reopen', phase: '1' },
  { kind: 'reject', phase: '1', reason: 'still too thin' },
];

describe('a call that an agent makes once more', () => {
  it('is known by what the state says, and isn’t where that isn’t so yet', () => {
    let state = started();
    for (const intent of COURSE) {
      strictEqual(isAgain(state, intent), false, `before ${JSON.stringify(intent)}`);
      state = after(state, intent, ANYONE);
      strictEqual(isAgain(state, intent), true, `after ${JSON.stringify(intent)}`);
    }
  });

  it('is always meant where a person makes it', () => {
    let state = started();
    for (const intent of COURSE) {
      state = after(state, intent, FACTS);
      strictEqual(isAgain(state, intent, FACTS), false, JSON.stringify(intent));
    }
  });

  it('is a newer run of a check after ten minutes, at another commit, or with another end', () => {
    const state = after(started(), CHECK, ANYONE);
    strictEqual(isAgain(state, CHECK, ANYONE, 11), false);
    strictEqual(isAgain(state, CHECK, { ...ANYONE, commit: 'another' }), false);
    strictEqual(isAgain(state, { ...CHECK, exitCode: 0 }), false);
    strictEqual(isAgain(state, { ...CHECK, command: 'npm run lint' }), false);
  });

  it('is new where what it asked for was done with, or changed again', () => {
    const step = { kind: 'addNextStep', text: 'Write the spec' } as const;
    const done = afterAll(started(), [step, { kind: 'setNextStep', number: 1, status: 'done' }], ANYONE);
    strictEqual(isAgain(done, step), false);
    const rejected = { kind: 'reject', reason: 'too thin' } as const;
    const again = afterAll(started(), [rejected, { kind: 'submit' }], ANYONE);
    strictEqual(isAgain(again, rejected), false);
  });

  it('never takes a name that fits several steps, or none, for the one approved last', () => {
    const steps = ['1', '2', '3', '4', '5a'].map((phase) => ({ kind: 'approve', phase }) as const);
    const inGreen = afterAll(started(), steps, ANYONE);
    deepStrictEqual(
      ['5a', '5', undefined, 'nothing'].map((phase) =>
        isAgain(inGreen, phase === undefined ? { kind: 'approve' } : { kind: 'approve', phase }),
      ),
      [true, false, false, false],
    );
    strictEqual(isAgain(inGreen, { kind: 'skip', reason: 'x' }), false);
    strictEqual(isAgain(inGreen, { kind: 'reopen' }), false);
  });

  it('awaits a person where only one approves, however often it is asked for', () => {
    const submitted = after(started(), { kind: 'approve' }, AGENT);
    strictEqual(isAgain(submitted, { kind: 'approve' }, AGENT), true);
    strictEqual(isAgain(submitted, { kind: 'approve' }, ANYONE), false);
    strictEqual(isAgain(submitted, { kind: 'approve', phase: '2' }, AGENT), false);
  });

  it('starts no workflow twice, and none over another', () => {
    const intent = { kind: 'start', id: 'wf-001', name: 'User Authentication' } as const;
    const state = started();
    const now = state.updatedAt;
    strictEqual(isStartRepeated(state, intent, ANYONE, now), true);
    strictEqual(isStartRepeated(state, intent, FACTS, now), false, 'a person');
    strictEqual(isStartRepeated(state, { ...intent, name: 'Other' }, ANYONE, now), false);
    strictEqual(isStartRepeated(state, { ...intent, preset: 'docs' }, ANYONE, now), false);
    strictEqual(isStartRepeated(after(state, CHECK, ANYONE), intent, ANYONE, now), false, 'gone on');
    strictEqual(isStartRepeated(state, intent, ANYONE, '2027-01-01T00:00:00.000Z'), false, 'long ago');
  });
});
