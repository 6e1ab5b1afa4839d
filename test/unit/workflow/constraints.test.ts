import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { decide } from '../../../src/core/workflow/decide.ts';
import { acceptedConstraints } from '../../../src/core/workflow/accepted-constraints.ts';
import { MAX_CONSTRAINTS } from '../../../src/core/workflow/limits.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { isRepeated } from '../../../src/core/workflow/repeats.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { AGENT, FACTS, after, afterAll, started } from '../support/workflows.ts';

const RULE = 'Never change the public API';
const add = (text: string): WorkflowIntent => ({ kind: 'addConstraint', text });
const texts = (state: WorkflowState): readonly string[] => acceptedConstraints(state).map(({ text }) => text);

function isRefused(work: () => unknown, code: ErrorCode): void {
  throws(work, (error) => NinefoldError.is(error, code), code);
}

describe('constraints', () => {
  it('of a person count immediately, word for word, and once', () => {
    const state = afterAll(started(), [add(`  ${RULE}  `), add(RULE)]);
    deepStrictEqual([texts(state), state.revision], [[RULE], 2]);
  });

  it('of an agent are offers until a person accepts them', () => {
    const offered = after(started(), add(RULE), AGENT);
    deepStrictEqual([texts(offered), offered.constraints.length], [[], 1]);
    isRefused(() => decide(offered, { kind: 'acceptConstraint', number: 1 }, AGENT), 'constraint-of-person');
    const accepted = after(offered, { kind: 'acceptConstraint', number: 1 });
    deepStrictEqual(texts(accepted), [RULE]);
    deepStrictEqual(decide(accepted, { kind: 'acceptConstraint', number: 1 }, FACTS), []);
    deepStrictEqual(texts(after(offered, add(RULE))), [RULE], 'a person who adds the same accepts it');
    deepStrictEqual(decide(accepted, add(RULE), AGENT), []);
  });

  it('of a person are removed only by a person; an agent may take back an offer', () => {
    const state = after(started(), add(RULE));
    isRefused(() => decide(state, { kind: 'removeConstraint', number: 1 }, AGENT), 'constraint-of-person');
    deepStrictEqual(after(state, { kind: 'removeConstraint', number: 1 }).constraints, []);
    const offered = after(started(), add(RULE), AGENT);
    deepStrictEqual(after(offered, { kind: 'removeConstraint', number: 1 }, AGENT).constraints, []);
  });

  it('are at most 20 of 300 characters', () => {
    const full = afterAll(
      started(),
      Array.from({ length: MAX_CONSTRAINTS }, (_, index) => add(`rule ${index}`)),
    );
    strictEqual(full.constraints.length, 20);
    isRefused(() => decide(full, add('one more'), FACTS), 'constraints-too-many');
    strictEqual(after(started(), add('x'.repeat(300))).constraints.length, 1);
    isRefused(() => decide(started(), add('x'.repeat(301)), FACTS), 'text-invalid');
    isRefused(() => decide(started(), add('two\nlines'), FACTS), 'text-invalid');
    for (const number of [0, 21, 1.5]) {
      isRefused(() => decide(full, { kind: 'removeConstraint', number }, FACTS), 'constraint-unknown');
    }
  });
});

describe('attempts', () => {
  const attempt: WorkflowIntent = { kind: 'recordAttempt', text: 'A global lock', because: 'it deadlocks' };

  it('keep what failed, and why if it is known', () => {
    const state = afterAll(started(), [attempt, { kind: 'recordAttempt', text: 'Polling', because: ' ' }]);
    deepStrictEqual(
      state.attempts.map(({ text, because }) => [text, because]),
      [
        ['A global lock', 'it deadlocks'],
        ['Polling', null],
      ],
    );
  });

  it('that an agent repeats are recorded once', () => {
    const state = after(started(), attempt, AGENT);
    strictEqual(isRepeated(state, attempt, AGENT, state.updatedAt), true);
    strictEqual(isRepeated(state, { ...attempt, because: 'it is slow' }, AGENT, state.updatedAt), false);
  });
});
