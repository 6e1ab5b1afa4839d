/** Checks as a row of the tree and `status` show them. */

import { deepStrictEqual } from 'node:assert/strict';

import { phaseRows } from '../../../src/core/view/phase-rows.ts';
import { REVIEW_WORDS } from '../../../src/core/view/review-words.ts';
import { EVIDENCE_WORDS } from '../../../src/core/workflow/evidence-words.ts';
import type { Check, WorkflowState } from '../../../src/core/workflow/state.ts';
import { afterAll, started } from '../support/workflows.ts';

const WORDS = new Map<string, string>(
  Object.entries({ ...EVIDENCE_WORDS, ...REVIEW_WORDS }).map(([key, text]) => [text, key]),
);

function check(more: Partial<Check>): Check {
  return {
    step: '5b',
    command: 'npm test',
    exitCode: 0,
    at: '2026-01-02T03:04:05.678Z',
    commit: null,
    content: 'one',
    grade: 'observed',
    source: null,
    ...more,
  };
}

/** The words of 5b's row about its checks. */
function shown(...checks: readonly Check[]): readonly string[] {
  const state: WorkflowState = { ...afterAll(started(), [{ kind: 'setPhase', phase: '5b' }]), checks };
  const row = phaseRows(state, {})[4]?.children.find(({ id }) => id === 'step/5b');
  return (row?.description ?? []).flatMap(({ template }) => WORDS.get(template) ?? []);
}

describe('the row of a sub-phase', () => {
  it('shows how its newest check ended, and who ran it', () => {
    deepStrictEqual(shown(), []);
    deepStrictEqual(shown(check({})), ['check-pass', 'by-observed']);
    deepStrictEqual(shown(check({ exitCode: 1, grade: 'witnessed' })), ['check-fail', 'by-witnessed']);
    deepStrictEqual(shown(check({ exitCode: 1 }), check({ step: '5a' })), ['check-fail', 'by-observed']);
  });

  it('shows an unknown result as unknown, and a refuted claim beside the failure', () => {
    deepStrictEqual(shown(check({ exitCode: null, result: 'unknown' })), ['check-unknown', 'by-observed']);
    deepStrictEqual(shown(check({ exitCode: 1 }), check({ grade: 'claimed' })), [
      'check-fail',
      'by-observed',
      'claim-refuted',
    ]);
    deepStrictEqual(shown(check({ exitCode: 1 }), check({ grade: 'claimed', content: 'two' })), [
      'check-fail',
      'by-observed',
    ]);
  });
});
