import assert from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { Reading } from '../../../src/core/meter/reading.ts';
import { phaseFit, stepsBegunBy } from '../../../src/core/plan/phase-fit.ts';
import type { MeasuredSteps } from '../../../src/core/plan/phase-fit.ts';
import { sessionPlan } from '../../../src/core/plan/session-plan.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { NO_USAGE } from '../../../src/core/usage/usage-report.ts';
import { approvalAdvice } from '../../../src/core/view/approval-advice.ts';
import { phaseRows } from '../../../src/core/view/phase-rows.ts';
import type { Row } from '../../../src/core/view/rows.ts';
import { planRows, planSessionPhrases, planTooltip, withMeasured } from '../../../src/core/view/plan-rows.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import type { StepId } from '../../../src/core/workflow/phases.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { reading } from '../meter/sample-reading.ts';
import { afterAll, started } from '../support/workflows.ts';
import { PLAN_WORDS } from '../../../src/core/view/plan-words.ts';
import { wordsOf } from '../support/words.ts';

const planWord = wordsOf(PLAN_WORDS);

const approved = (count: number): WorkflowState =>
  afterAll(
    started(),
    Array.from({ length: count }, () => ({ kind: 'approve' })),
  );
const planOf = (state: WorkflowState): ReturnType<typeof sessionPlan> =>
  sessionPlan(state, DEFAULT_RULES.sessionPlan);
const measured = (contexts: Partial<Record<StepId, number>>): NonNullable<MeasuredSteps> => ({
  steps: Object.entries(contexts).map(([step, context]) => ({
    step: step as StepId,
    own: { ...NO_USAGE, calls: 3, output: 1200, processed: 90_000, context },
    subagents: { ...NO_USAGE, calls: 1, output: 70, processed: 5000 },
  })),
});
const spoken = (row: Row): string => row.spoken.map(phraseText).join(', ');
const behind = (row: Row): string => row.description.map(phraseText).join(' · ');

describe('the session plan in the tree', () => {
  it('has three sessions with phases and purpose, and leaves figures to the tooltip', () => {
    const state = approved(5);
    const [row] = planRows(planOf(state), measured({ '1': 41_900, '5a': 20_000 }));
    assert.ok(row);
    assert.deepStrictEqual(
      [behind(row), ...row.children.map((child) => [child.number, child.status, child.taken, behind(child)])],
      [
        planWord('plan-at', { number: 2, count: 3 }),
        [1, 'done', 41_900, '1-4 · Planning (Requirements/Design/UI/Tests)'],
        [2, 'current', 20_000, '5 · TDD Implementation (RED/GREEN/REFACTOR)'],
        [3, 'ahead', 0, '6-9 · Review & Deploy (Review/Verify/Docs/Notify)'],
      ],
    );
    assert.deepStrictEqual(row.children.map(spoken), [
      `${planWord('session-spoken', { number: 1, phases: '1-4', focus: 'Planning (Requirements/Design/UI/Tests)' })}, ${planWord('done')}`,
      `${planWord('session-spoken', { number: 2, phases: 5, focus: 'TDD Implementation (RED/GREEN/REFACTOR)' })}, ${planWord('current')}`,
      `${planWord('session-spoken', { number: 3, phases: '6-9', focus: 'Review & Deploy (Review/Verify/Docs/Notify)' })}, ${planWord('ahead')}`,
    ]);
    assert.strictEqual(
      spoken(row),
      `${planWord('plan-spoken', { count: 3 })}, ${planWord('plan-at', { number: 2, count: 3 })}`,
    );
  });

  it('is there only for work of several sessions that is in progress', () => {
    const state = approved(5);
    const one = sessionPlan(state, DEFAULT_RULES.sessionPlan.slice(0, 1));
    assert.deepStrictEqual([planRows(null, null), planRows(one, null)], [[], []]);
    const shown = (status: WorkflowState['status']): boolean => {
      const content = { key: 'a', name: 'a', files: {}, damage: [], others: [], isReadOnly: false };
      const rows = treeRows([{ ...content, state: { ...state, status }, plan: planOf(state) }]);
      return rows.some(({ kind }) => kind === 'plan');
    };
    assert.deepStrictEqual((['in_progress', 'paused', 'completed'] as const).map(shown), [
      true,
      false,
      false,
    ]);
  });

  it('says on hover what it is for and where a session ends, but for the last one', () => {
    const about = (count: number): readonly string[] => planTooltip(planOf(approved(count))).map(phraseText);
    assert.deepStrictEqual(about(5), [
      planWord('tooltip-about', { count: 3 }),
      planWord('tooltip-break', { phase: '5c' }),
      planWord('tooltip-plan'),
    ]);
    assert.deepStrictEqual(about(8), [planWord('tooltip-about', { count: 3 }), planWord('tooltip-plan')]);
  });

  it('tells in full on hover', () => {
    const plan = planOf(approved(5));
    const told = plan.sessions.map((session) =>
      planSessionPhrases(session, plan, measured({ '1': 41_900 })).map(phraseText),
    );
    assert.deepStrictEqual(told[0], [
      planWord('tooltip-session', {
        number: 1,
        phases: '1-4',
        focus: 'Planning (Requirements/Design/UI/Tests)',
      }),
      planWord('tooltip-typical', { typical: '50K-80K' }),
      planWord('tooltip-measured', { context: '41,900' }),
      planWord('tooltip-spent', { output: '1,200', processed: '90,000', calls: 3 }),
      planWord('tooltip-subagents', { output: 70, processed: '5,000', calls: 1 }),
      planWord('tooltip-plan'),
    ]);
    assert.deepStrictEqual(
      [told[1]?.[2], told[2]?.[2]],
      [planWord('tooltip-break', { phase: '5c' }), planWord('tooltip-last')],
    );
  });

  it('leaves what was measured of phases and sub-phases to their tooltips', () => {
    const plain = phaseRows(approved(5), {});
    const rows = withMeasured(plain, measured({ '2': 12_300, '5a': 20_000 }));
    const taken = (row: Row): number | undefined => ('taken' in row ? row.taken : undefined);
    assert.deepStrictEqual(rows.slice(0, 5).map(taken), [undefined, 12_300, undefined, undefined, 20_000]);
    assert.deepStrictEqual(rows[4]?.children.map(taken), [20_000, undefined, undefined]);
    assert.deepStrictEqual([rows.map(behind), rows.map(spoken)], [plain.map(behind), plain.map(spoken)]);
    assert.strictEqual(withMeasured(plain, null), plain);
  });
});

describe('whether what begins fits', () => {
  const state = approved(4);
  const plan = planOf(state);
  const begun = stepsBegunBy(state, '5a');
  const fit = (changed: Partial<Reading>, took: MeasuredSteps = null, steps = begun): unknown => {
    const found = phaseFit(steps, plan, took, { ...reading(), ...changed });
    return found === null ? null : [found.left, found.verdict, found.isMeasured];
  };

  it('holds the typical need against what is left of the window, or up to where the agent compacts', () => {
    assert.deepStrictEqual(begun, ['5a', '5b', '5c']);
    assert.deepStrictEqual(
      [50_000, 100_000, 120_001].map((tokens) => fit({ tokens })),
      [
        [150_000, 'fits', false],
        [100_000, 'tight', false],
        [79_999, 'over', false],
      ],
    );
    assert.deepStrictEqual(fit({ tokens: 100_000, compactsAt: 167_000 }), [67_000, 'over', false]);
    assert.deepStrictEqual(fit({ tokens: 199_000, compactsAt: 167_000 }), [0, 'over', false]);
  });

  it('goes by what earlier steps of the session took, once two were measured', () => {
    const took = measured({ '1': 90_000, '5a': 10_000, '5b': 30_000 });
    assert.deepStrictEqual(fit({ tokens: 165_000 }, took, ['5c']), [35_000, 'fits', true]);
    assert.deepStrictEqual(fit({ tokens: 185_000 }, took, ['5c']), [15_000, 'tight', true]);
    assert.deepStrictEqual(fit({ tokens: 191_000 }, took, ['5c']), [9_000, 'over', true]);
    assert.deepStrictEqual(fit({ tokens: 165_000 }, measured({ '5a': 10_000 }), ['5b']), [
      35_000,
      'tight',
      false,
    ]);
  });

  it('is not told of an estimate, an ended session, unknown figures, or steps outside the plan', () => {
    const unknown: readonly Partial<Reading>[] = [
      { source: 'estimate' },
      { live: false },
      { tokens: null },
      { window: null },
    ];
    assert.deepStrictEqual(
      unknown.map((changed) => fit(changed)),
      [null, null, null, null],
    );
    assert.strictEqual(phaseFit(begun, plan, null, null), null);
    assert.strictEqual(phaseFit(begun, sessionPlan(state, []), null, reading()), null);
    assert.deepStrictEqual(fit({ source: 'reported', live: false, tokens: 150_000 }), [
      50_000,
      'over',
      false,
    ]);
  });
});

describe('what an approval says of the plan', () => {
  const advice = (count: number, step: StepId, tokens: number | null): unknown => {
    const state = approved(count);
    const at = tokens === null ? null : reading({ tokens, compactsAt: 167_000 });
    const { sentences, isUrgent } = approvalAdvice(state, step, planOf(state), {
      measured: null,
      reading: at,
    });
    return [sentences.map(phraseText), isUrgent];
  };
  const ENDS = planWord('ends', { number: 1 });

  it('is that a session ends, and that the next phase will not fit', () => {
    assert.deepStrictEqual(
      [advice(4, '4', null), advice(4, '4', 20_000), advice(4, '4', 126_000)],
      [
        [[ENDS], false],
        [[ENDS], false],
        [[ENDS, planWord('over', { left: '41,000', phase: 5, need: '80K-150K' })], true],
      ],
    );
    assert.deepStrictEqual(advice(5, '5a', 150_000), [
      [planWord('over', { left: '17,000', phase: '5b', need: '27K-50K' })],
      true,
    ]);
  });

  it('is nothing in the middle of a session that has room, and at the end of the workflow', () => {
    assert.deepStrictEqual(
      [advice(2, '2', 20_000), advice(11, '9', 160_000)],
      [
        [[], false],
        [[], false],
      ],
    );
  });
});
