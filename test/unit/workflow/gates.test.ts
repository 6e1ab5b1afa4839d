import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { decide } from '../../../src/core/workflow/decide.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { PRESETS, PRESET_NAMES } from '../../../src/core/workflow/presets.ts';
import { progressOf } from '../../../src/core/workflow/progress.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { AGENT, FACTS, after, afterAll, shape, started } from '../support/workflows.ts';

const approve: WorkflowIntent = { kind: 'approve' };

function refuses(state: WorkflowState, intent: WorkflowIntent, code: ErrorCode, facts = FACTS): void {
  throws(
    () => decide(state, intent, facts),
    (error) => NinefoldError.is(error, code),
  );
}

describe('gates', () => {
  it('carries a full workflow through its eleven steps to completion', () => {
    const shapes: string[] = [];
    let state = started();
    while (state.status === 'in_progress') {
      shapes.push(`${state.current} ${shape(state)}`);
      state = after(state, approve);
    }
    deepStrictEqual(shapes, [
      '1 ipppppppppp',
      '2 cippppppppp',
      '3 ccipppppppp',
      '4 cccippppppp',
      '5a ccccipppppp',
      '5b cccccippppp',
      '5c ccccccipppp',
      '6 cccccccippp',
      '7 ccccccccipp',
      '8 cccccccccip',
      '9 cccccccccci',
    ]);
    deepStrictEqual(
      [state.status, shape(state), progressOf(state)],
      ['completed', 'ccccccccccc', { count: 100, phases: 9, effort: 100 }],
    );
    refuses(state, approve, 'workflow-not-running');
  });

  it('refuses any phase but the current one and names that', () => {
    const state = afterAll(started(), [approve]);
    throws(
      () => decide(state, { kind: 'approve', phase: '3' }, FACTS),
      (error) =>
        NinefoldError.is(error, 'phase-not-current') &&
        error.parameters.current === '2' &&
        error.parameters.name === 'Tech Planning',
    );
    for (const phase of ['0', '10', '12', '5d', 'x', '']) {
      refuses(state, { kind: 'approve', phase }, 'phase-unknown');
    }
  });

  it('takes 5 for the current sub-phase while the workflow is in phase 5', () => {
    const state = after(started(), { kind: 'setPhase', phase: '5b' });
    strictEqual(after(state, { kind: 'approve', phase: '5' }).current, '5c');
    refuses(state, { kind: 'approve', phase: '5c' }, 'phase-not-current');
  });

  it('makes a submit of an agent’s approve, and an approval where anyone may', () => {
    const submitted = after(started(), approve, AGENT);
    deepStrictEqual([submitted.current, submitted.steps['1'].status], ['1', 'awaiting_approval']);
    refuses(submitted, approve, 'phase-awaiting-person', AGENT);
    refuses(submitted, { kind: 'submit' }, 'phase-awaiting-person');
    strictEqual(after(submitted, approve).current, '2');
    strictEqual(after(started(), approve, { ...AGENT, approvedBy: 'anyone' }).current, '2');
  });

  it('keeps the reason of a rejection and counts attempts', () => {
    const reject = (reason: string): WorkflowIntent => ({ kind: 'reject', reason });
    const state = afterAll(started(), [{ kind: 'submit' }, reject('too thin'), reject('no edge cases')]);
    const { status, reason, attempts } = state.steps['1'];
    deepStrictEqual(
      { status, reason, attempts },
      { status: 'in_progress', reason: 'no edge cases', attempts: 2 },
    );
    refuses(state, reject('  '), 'reason-missing');
    strictEqual(after(state, approve).steps['1'].attempts, 2);
    strictEqual(afterAll(state, [approve, { kind: 'reopen', phase: '1' }]).steps['1'].attempts, 0);
  });

  it('skips the current phase, one ahead, and what is left of phase 5', () => {
    const skip = (phase: string | undefined): WorkflowIntent =>
      phase === undefined
        ? { kind: 'skip', reason: 'not needed' }
        : { kind: 'skip', phase, reason: 'not needed' };
    strictEqual(shape(after(started(), skip(undefined))), 'sippppppppp');
    strictEqual(shape(after(started(), skip('3'))), 'ipspppppppp');
    strictEqual(shape(afterAll(started(), [skip('3'), approve, approve])), 'ccsippppppp');
    const inFive = after(started(), { kind: 'setPhase', phase: '5b' });
    strictEqual(shape(after(inFive, skip('5'))), 'cccccssippp');
    refuses(after(started(), skip('3')), skip('3'), 'phase-already-skipped');
    refuses(inFive, skip('2'), 'phase-completed');
    refuses(inFive, { kind: 'skip', reason: '' }, 'reason-missing');
  });

  it('reopens a phase: later ones wait again, what the preset skips stays skipped', () => {
    const state = afterAll(started({ preset: 'bugfix' }), [approve, approve]);
    strictEqual(shape(state), 'csssscsipss');
    const back = after(state, { kind: 'reopen', phase: '1', reason: 'wrong goal' });
    deepStrictEqual([back.current, shape(back), back.steps['1'].reason], ['1', 'isssspsppss', 'wrong goal']);
  });

  it('takes back the skip of a phase that lies ahead without leaving the current one', () => {
    const state = after(started({ preset: 'backend' }), { kind: 'reopen', phase: '3' });
    deepStrictEqual([state.current, shape(state)], ['1', 'ipppppppppp']);
    strictEqual(afterAll(state, [approve, approve]).current, '3');
  });

  it('reopens the phase closed last where none is named, and a completed workflow', () => {
    const state = afterAll(started(), [approve, approve, { kind: 'reopen' }]);
    strictEqual(state.current, '2');
    let done = started({ preset: 'docs' });
    while (done.status !== 'completed') done = after(done, approve);
    const again = after(done, { kind: 'reopen' });
    deepStrictEqual([again.status, again.current], ['in_progress', '9']);
    refuses(started(), { kind: 'reopen', phase: '4' }, 'phase-not-reopenable');
    refuses(started(), { kind: 'reopen' }, 'phase-not-reopenable');
  });

  it('sets a phase by hand: earlier ones become completed, unverified, later ones pending', () => {
    const state = after(started(), { kind: 'setPhase', phase: '5' });
    deepStrictEqual(
      [state.current, shape(state), state.steps['2'].unverified],
      ['5a', 'ccccipppppp', ['by-hand']],
    );
    const back = after(state, { kind: 'setPhase', phase: '2' });
    deepStrictEqual([back.current, shape(back)], ['2', 'cippppppppp']);
    deepStrictEqual(decide(back, { kind: 'setPhase', phase: '2' }, FACTS), []);
  });

  it('undoes an approval exactly, and only while nothing else happened at a gate', () => {
    const before = after(started(), { kind: 'submit' });
    const undone = afterAll(before, [approve, { kind: 'undoApproval' }]);
    deepStrictEqual([undone.current, shape(undone), undone.undoable], [before.current, shape(before), null]);
    refuses(undone, { kind: 'undoApproval' }, 'undo-impossible');
    refuses(afterAll(before, [approve, { kind: 'submit' }]), { kind: 'undoApproval' }, 'undo-impossible');
    const approved = after(before, approve);
    refuses(after(approved, approve), { kind: 'undoApproval', phase: '1' }, 'undo-impossible');
    deepStrictEqual(after(approved, { kind: 'undoApproval', phase: '1' }).current, '1');
    let last = after(started(), { kind: 'setPhase', phase: '9' });
    last = afterAll(last, [approve, { kind: 'undoApproval' }]);
    deepStrictEqual([last.status, last.current], ['in_progress', '9']);
  });

  it('passes no gate of a workflow that is paused or cancelled', () => {
    for (const status of ['paused', 'cancelled'] as const) {
      const state = after(started(), { kind: 'setStatus', status });
      refuses(state, approve, 'workflow-not-running');
      refuses(state, { kind: 'setPhase', phase: '3' }, 'workflow-not-running');
    }
  });

  it('starts every preset at its first phase and can finish it', () => {
    const counts = PRESET_NAMES.map((preset) => {
      let state = started({ preset });
      let approvals = 0;
      for (; state.status === 'in_progress'; approvals++) state = after(state, approve);
      return [preset, approvals];
    });
    deepStrictEqual(
      counts,
      PRESET_NAMES.map((preset) => [preset, 11 - PRESETS[preset].length]),
    );
  });
});
