import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';

import { decode } from '@toon-format/toon';

import { workflowContext } from '../../../src/core/hooks/workflow-context.ts';
import type { ContextFacts } from '../../../src/core/hooks/workflow-context.ts';
import { driftOf } from '../../../src/core/handoff/drift.ts';
import type { GitSince } from '../../../src/core/handoff/drift.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import {
  REFERENCE_GIT,
  REFERENCE_INTENTS,
  REFERENCE_PROJECT,
  REFERENCE_START,
} from '../../fixtures/reference-workflow.ts';
import { after, afterAll, started } from '../support/workflows.ts';
import { DRIFT_WORDS } from '../../../src/core/handoff/drift-words.ts';
import { wordsOf } from '../support/words.ts';
import { REJECTION_WORDS } from '../../../src/core/workflow/rejection-words.ts';

const driftWord = wordsOf(DRIFT_WORDS);
const rejectionWord = wordsOf(REJECTION_WORDS);

const LIMIT = 10_000;
const MOVED: GitSince = {
  head: 'branch',
  branch: 'main',
  commit: 'b'.repeat(40),
  worktree: null,
  uncommitted: [{ file: 'src/checkout/expiry.ts', modifiedAt: null }],
  distance: { ahead: 1, behind: 0, newest: [{ hash: 'bbbbbbbb', subject: 'Fix, with a comma' }] },
  changedSince: {},
};

function factsOf(state: WorkflowState, changed: Partial<ContextFacts> = {}): ContextFacts {
  const handoff = state.handoffs.at(-1);
  const drift =
    handoff === undefined ? null : driftOf({ state, handoff, isDocumentThere: true, git: MOVED, files: {} });
  return {
    state,
    project: REFERENCE_PROJECT,
    files: { 'docs/requirements.md': { exists: true, hash: null } },
    git: REFERENCE_GIT,
    drift,
    otherSession: null,
    show: (path) => `.claude/${path}`,
    ...changed,
  };
}

function reference(): WorkflowState {
  return afterAll(started(REFERENCE_START), REFERENCE_INTENTS);
}

interface Decoded {
  readonly workflow: Readonly<Record<string, unknown>>;
  readonly [table: string]: unknown;
}

const tableOf = (document: Decoded, name: string): readonly Record<string, unknown>[] =>
  (document[name] ?? []) as readonly Record<string, unknown>[];

const decoded = (text: string): Decoded => decode(text) as unknown as Decoded;

/** A workflow with much of everything, each row with marks that ask for quotes. */
function large(counts: { decisions?: number; deliverables?: number; steps?: number }): WorkflowState {
  const { decisions = 0, deliverables = 0, steps = 0 } = counts;
  const many = (count: number, make: (number: number) => WorkflowIntent): readonly WorkflowIntent[] =>
    Array.from({ length: count }, (_, index) => make(index + 1));
  return afterAll(started(REFERENCE_START), [
    ...many(decisions, (number) => ({
      kind: 'recordDecision',
      id: `d${number}`,
      choice: `"quoted", choice ${number}`,
      reason: 'because: '.repeat(1 + (number % 40)),
    })),
    ...many(deliverables, (number) => ({
      kind: 'addDeliverable',
      file: `src/${number}.ts`,
      phase: number % 2 === 0 ? '1' : '5',
    })),
    ...many(steps, (number) => ({ kind: 'addNextStep', text: `step 🧭 ${number}`.padEnd(90, '–') })),
  ]);
}

describe('what a session is told of its workflow', () => {
  it('begins with the constraints, which are never cut', () => {
    const constraints = Array.from({ length: 20 }, (_, index) => `${index} ${'rule, '.repeat(48)}`.trim());
    const state = afterAll(large({ decisions: 300, deliverables: 300, steps: 300 }), [
      ...constraints.map((text): WorkflowIntent => ({ kind: 'addConstraint', text })),
    ]);
    const text = workflowContext(factsOf(state));
    ok(text.length <= LIMIT);
    const document = decoded(text);
    deepStrictEqual([Object.keys(document)[1], document.constraints], ['constraints', constraints]);
  });

  it('has phase, deliverables, decisions, open items, branch and drift of the reference workflow, whole', () => {
    const state = reference();
    const text = workflowContext(factsOf(state));
    ok(text.length <= LIMIT, String(text.length));
    const document = decoded(text);
    const { phase, phase_name, sub_phase, branch, status } = document.workflow;
    deepStrictEqual(
      [phase, phase_name, sub_phase, branch, status],
      [5, 'TDD Implementation', '5b', 'feature/saved-cards', 'in_progress'],
    );
    strictEqual(tableOf(document, 'deliverables').length, 12);
    strictEqual(tableOf(document, 'decisions').length, 8);
    strictEqual(tableOf(document, 'patterns').length, 6);
    deepStrictEqual(
      tableOf(document, 'next_steps').map(({ num, status: one }) => [num, one]),
      [
        [1, 'person'],
        [3, 'blocked'],
        [4, 'blocked'],
        [5, 'deferred'],
      ],
    );
    deepStrictEqual(document.git, {
      branch: 'feature/saved-cards',
      commit: '9f3c2ab4',
      uncommitted_files: 3,
    });
    deepStrictEqual(
      tableOf(document, 'drift')
        .map(({ kind, detail }) => [kind, detail])
        .slice(0, 2),
      [
        ['branch differs', driftWord('branch-differs', { was: 'feature/saved-cards', now: 'main' })],
        ['new commits', 'bbbbbbbb Fix, with a comma'],
      ],
    );
    deepStrictEqual(document.files, [
      '.claude/workflow-state.toon',
      '.claude/session-context.toon',
      '.claude/decisions.toon',
    ]);
    strictEqual(document.left_out, undefined);
    strictEqual(document.revision, state.revision);
  });

  it('says which deliverables are there, which are not, and which are not known', () => {
    const files = {
      'docs/requirements.md': { exists: true, hash: null },
      'docs/tech-spec.md': { exists: false, hash: null },
    };
    const document = decoded(workflowContext(factsOf(reference(), { files })));
    deepStrictEqual(
      tableOf(document, 'deliverables')
        .slice(0, 3)
        .map(({ exists }) => exists),
      [true, false, null],
    );
  });

  it('says that git or the drift is not known instead of that nothing drifted', () => {
    const { git, handoff } = decoded(workflowContext(factsOf(reference(), { git: null, drift: null })));
    deepStrictEqual(git, { known: false });
    strictEqual((handoff as { drift_since: string }).drift_since, 'not known');
    const none = decoded(workflowContext(factsOf(started(REFERENCE_START))));
    strictEqual(none.handoff, null);
    deepStrictEqual(none.drift, []);
  });

  it('tells of a rejection and of another session at work', () => {
    const rejected = afterAll(started(), [{ kind: 'submit' }, { kind: 'reject', reason: 'too thin' }]);
    const otherSession = { id: 's-9', agent: 'codex', since: '2026-01-02T03:04:00.000Z', isLive: true };
    const document = decoded(workflowContext(factsOf(rejected, { otherSession })));
    strictEqual(
      document.workflow.rejected,
      rejectionWord('rejected-context', { count: 1, reason: 'too thin' }),
    );
    strictEqual((document.other_session_at_work as { id: string }).id, 's-9');
  });

  it('stays within its characters whatever is large, cuts no row, and says what was left out and where it is', () => {
    const sizes = [
      { decisions: 400 },
      { deliverables: 900 },
      { steps: 300 },
      { decisions: 60, deliverables: 300, steps: 100 },
      { decisions: 35, deliverables: 20, steps: 5 },
    ];
    for (const size of sizes) {
      const state = large(size);
      for (const limit of [LIMIT, 6000, 4000]) {
        const text = workflowContext(factsOf(state), limit);
        ok(text.length <= limit, `${JSON.stringify(size)} ${limit}: ${text.length}`);
        const document = decoded(text);
        strictEqual(document.revision, state.revision);
        const missing = tableOf(document, 'left_out');
        for (const [table, total] of [
          ['decisions', state.decisions.length],
          ['deliverables', state.deliverables.length],
          ['next_steps', state.nextSteps.length],
        ] as const) {
          const rest = missing.find((row) => row.table === table);
          strictEqual(tableOf(document, table).length + Number(rest?.rows ?? 0), total, table);
          if (rest !== undefined) match(String(rest.where), /\.toon$/);
        }
      }
    }
  });

  it('is fair: no table starves for another, and what is small stays whole', () => {
    const document = decoded(
      workflowContext(factsOf(large({ decisions: 400, deliverables: 400, steps: 3 }))),
    );
    strictEqual(tableOf(document, 'next_steps').length, 3);
    const lengthOf = (name: string): number =>
      tableOf(document, name).reduce((sum, row) => sum + Object.values(row).join(',').length, 0);
    ok(lengthOf('decisions') > 2000 && lengthOf('deliverables') > 2000);
  });

  it('keeps what matters most: the newest decisions, the files of this phase, what is at hand or blocked', () => {
    let state = large({ decisions: 200, deliverables: 400, steps: 200 });
    state = after(state, { kind: 'setNextStep', number: 200, status: 'blocked' });
    const document = decoded(workflowContext(factsOf(state)));
    const ids = tableOf(document, 'decisions').map(({ id }) => id);
    ok(ids.includes('d200') && !ids.includes('d1'));
    ok(tableOf(document, 'next_steps').some(({ num }) => num === 200));
    ok(tableOf(document, 'deliverables').every(({ phase }) => phase === 1));
  });

  it('shortens a long task and stays within its characters where paths alone are too long', () => {
    const long = started({ ...REFERENCE_START, task: '𝒯'.repeat(1000) });
    const { task } = decoded(workflowContext(factsOf(long))).workflow;
    ok(String(task).endsWith('𝒯…') && String(task).length <= 600);
    const deep = `/${'deep/'.repeat(800)}`;
    const text = workflowContext(factsOf(reference(), { show: (path) => deep + path }), LIMIT);
    ok(text.length <= LIMIT && text.endsWith('\n'));
  });
});
