import assert from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { phasesFor, stepActions } from '../../../src/core/view/row-actions.ts';
import type { RowAction } from '../../../src/core/view/row-actions.ts';
import { decide } from '../../../src/core/workflow/decide.ts';
import type { GateIntent, WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { STEP_IDS } from '../../../src/core/workflow/phases.ts';
import type { StepId } from '../../../src/core/workflow/phases.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { FACTS, afterAll, started } from '../support/workflows.ts';

const REASON = 'because';

const GATES: Readonly<Partial<Record<RowAction, (phase: StepId) => GateIntent>>> = {
  approve: (phase) => ({ kind: 'approve', phase }),
  submit: (phase) => ({ kind: 'submit', phase }),
  reject: (phase) => ({ kind: 'reject', phase, reason: REASON }),
  skip: (phase) => ({ kind: 'skip', phase, reason: REASON }),
  reopen: (phase) => ({ kind: 'reopen', phase }),
  enter: (phase) => ({ kind: 'setPhase', phase }),
};

const WAYS: Readonly<Record<string, readonly WorkflowIntent[]>> = {
  fresh: [],
  submitted: [{ kind: 'submit' }],
  'approved and skipped': [{ kind: 'approve' }, { kind: 'skip', phase: '4', reason: REASON }],
  'in 5b': [{ kind: 'setPhase', phase: '5b' }],
  paused: [{ kind: 'setStatus', status: 'paused' }],
  cancelled: [{ kind: 'setStatus', status: 'cancelled' }],
  completed: [{ kind: 'setPhase', phase: '9' }, { kind: 'approve' }],
};

function isLetThrough(state: WorkflowState, intent: GateIntent): boolean {
  try {
    decide(state, intent, FACTS);
    return true;
  } catch (error) {
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}

describe('row actions', () => {
  for (const [name, intents] of Object.entries(WAYS)) {
    it(`offers nothing that would be refused (${name})`, () => {
      const state = afterAll(started({ preset: 'backend' }), intents);
      const refused = STEP_IDS.flatMap((step) =>
        stepActions(state, step)
          .filter((action) => GATES[action] !== undefined)
          .filter((action) => !isLetThrough(state, GATES[action]?.(step) ?? { kind: 'undoApproval' }))
          .map((action) => `${action} ${step}`),
      );
      assert.deepStrictEqual(refused, []);
    });
  }

  it('offers the gate on the current step alone', () => {
    const state = afterAll(started(), [{ kind: 'setPhase', phase: '5b' }]);
    const gates = STEP_IDS.filter((step) => stepActions(state, step).includes('approve'));
    assert.deepStrictEqual(gates, ['5b']);
  });

  it('lists the steps a command can choose from, in the order of work', () => {
    const state = afterAll(started({ preset: 'backend' }), [{ kind: 'approve' }]);
    assert.deepStrictEqual(
      [phasesFor(state, 'reopen'), phasesFor(state, 'skip')],
      [
        ['1', '3'],
        ['2', '4', '5a', '5b', '5c', '6', '7', '8', '9'],
      ],
    );
  });
});
