import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import {
  rangeText,
  sessionEndedBy,
  sessionPlan,
  stepsLabel,
  typicalOf,
} from '../../../src/core/plan/session-plan.ts';
import type { SessionPlan } from '../../../src/core/plan/session-plan.ts';
import { PRESET_NAMES } from '../../../src/core/workflow/presets.ts';
import { STEP_IDS } from '../../../src/core/workflow/phases.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import type { StepId } from '../../../src/core/workflow/phases.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { after, afterAll, started } from '../support/workflows.ts';

const planOf = (state: WorkflowState, rules = DEFAULT_RULES.sessionPlan): SessionPlan =>
  sessionPlan(state, rules);
const shown = ({ sessions }: SessionPlan): unknown =>
  sessions.map(({ number, phases, focus, typical, status }) => [
    `Session ${number}`,
    phases,
    focus,
    rangeText(typical),
    status,
  ]);
const approve = (count: number): readonly { readonly kind: 'approve' }[] =>
  Array.from({ length: count }, () => ({ kind: 'approve' }));

describe('the session plan', () => {
  it("is the source document's, word for word, for a full workflow", () => {
    deepStrictEqual(shown(planOf(started())), [
      ['Session 1', '1-4', 'Planning (Requirements/Design/UI/Tests)', '50K-80K', 'current'],
      ['Session 2', '5', 'TDD Implementation (RED/GREEN/REFACTOR)', '80K-150K', 'ahead'],
      ['Session 3', '6-9', 'Review & Deploy (Review/Verify/Docs/Notify)', '40K-60K', 'ahead'],
    ]);
  });

  it('moves on with the phases and names the next natural break', () => {
    const statuses = (state: WorkflowState): unknown => {
      const plan = planOf(state);
      return [...plan.sessions.map(({ status }) => status), plan.nextBreak];
    };
    deepStrictEqual(
      [0, 4, 6, 7, 11].map((count) => statuses(afterAll(started(), approve(count)))),
      [
        ['current', 'ahead', 'ahead', '4'],
        ['done', 'current', 'ahead', '5c'],
        ['done', 'current', 'ahead', '5c'],
        ['done', 'done', 'current', null],
        ['done', 'done', 'done', null],
      ],
    );
    const reopened = after(afterAll(started(), approve(5)), { kind: 'reopen', phase: '2' });
    deepStrictEqual(statuses(reopened), ['current', 'ahead', 'ahead', '4']);
  });

  it('follows presets and skipped phases: their share of the tokens goes, and a session without a phase too', () => {
    deepStrictEqual(shown(planOf(started({ preset: 'bugfix' }))), [
      ['Session 1', '1', 'Planning (Requirements/Design/UI/Tests)', '13K-20K', 'current'],
      ['Session 2', '5b', 'TDD Implementation (RED/GREEN/REFACTOR)', '27K-50K', 'ahead'],
      ['Session 3', '6-7', 'Review & Deploy (Review/Verify/Docs/Notify)', '20K-30K', 'ahead'],
    ]);
    deepStrictEqual(shown(planOf(started({ preset: 'docs' }))), [
      ['Session 1', '1', 'Planning (Requirements/Design/UI/Tests)', '13K-20K', 'current'],
      ['Session 2', '8-9', 'Review & Deploy (Review/Verify/Docs/Notify)', '20K-30K', 'ahead'],
    ]);
    const skipped = after(started(), { kind: 'skip', phase: '3', reason: 'no UI' });
    deepStrictEqual([planOf(skipped).sessions[0]?.phases, planOf(skipped).nextBreak], ['1-2, 4', '4']);
  });

  it('holds every step of every preset exactly once, whatever the rules name', () => {
    const plans = [
      DEFAULT_RULES.sessionPlan,
      [{ phases: '2-3', focus: 'a', typicalTokens: '9K-5K' }],
      [
        { phases: '4-2', focus: 'a', typicalTokens: '1K-2K' },
        { phases: '3-5a', focus: 'b', typicalTokens: '1K-2K' },
        { phases: '9', focus: 'c', typicalTokens: '1K-2K' },
      ],
    ];
    for (const preset of PRESET_NAMES) {
      const state = started({ preset });
      const open = STEP_IDS.filter((step) => state.steps[step].status !== 'skipped');
      for (const rules of plans) {
        deepStrictEqual(
          planOf(state, rules)
            .sessions.flatMap(({ steps }) => steps)
            .toSorted(),
          [...open].sort(),
        );
      }
    }
    deepStrictEqual(planOf(started(), []), { sessions: [], nextBreak: null });
  });

  it('tells which approval ends a session, but not of the last one', () => {
    const plan = planOf(started());
    deepStrictEqual(
      STEP_IDS.flatMap((step) => sessionEndedBy(plan, step)?.number ?? []),
      [1, 2],
    );
    strictEqual(sessionEndedBy(plan, '5c')?.number, 2);
  });

  it('gives steps their share of what is typical', () => {
    const plan = planOf(started());
    const typical = (...steps: readonly StepId[]): string => {
      const range = typicalOf(plan, steps);
      return range === null ? 'none' : rangeText(range);
    };
    deepStrictEqual(
      [typical('1'), typical('5a', '5b', '5c'), typical('5b'), typical('9')],
      ['13K-20K', '80K-150K', '27K-50K', '10K-15K'],
    );
    strictEqual(typicalOf(planOf(started(), []), ['1']), null);
  });

  it('writes steps as people do', () => {
    deepStrictEqual(
      [[], ['1'], ['1', '2', '4', '5a', '5b', '5c'], ['4', '5b', '6', '7'], ['5a', '5c'], STEP_IDS].map(
        (steps) => stepsLabel(steps as readonly StepId[]),
      ),
      ['', '1', '1-2, 4-5', '4, 5b, 6-7', '5a, 5c', '1-9'],
    );
  });
});
