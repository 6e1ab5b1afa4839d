import { deepStrictEqual } from 'node:assert';

import { checkReader } from '../../../src/core/checks/check-reader.ts';
import { apply } from '../../../src/core/workflow/apply.ts';
import { decide } from '../../../src/core/workflow/decide.ts';
import { missingEvidence } from '../../../src/core/workflow/evidence.ts';
import type { Actor } from '../../../src/core/workflow/events.ts';
import type { CheckFacts, Facts } from '../../../src/core/workflow/facts.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { parseWorkflowState } from '../../../src/core/workflow/state-schema.ts';
import type { EvidenceGrade, WorkflowState } from '../../../src/core/workflow/state.ts';
import { statusView } from '../../../src/core/view/status.ts';
import { AGENT, FACTS, eventOf, started } from '../support/workflows.ts';

const PROJECT: CheckFacts = {
  content: 'files-1',
  reader: checkReader(
    {
      packageManager: 'npm',
      commands: { test: 'npm test' },
      scripts: { test: 'mocha', lint: 'eslint .', 'test:hollow': 'echo "5 passing"' },
    },
    '/p',
  ),
  accepted: ['make smoke'],
};

interface Run {
  readonly command?: string;
  readonly exitCode?: number | null;
  readonly result?: 'pass' | 'fail' | 'unknown';
  readonly grade?: EvidenceGrade;
  readonly step?: string;
  readonly by?: Actor['kind'];
  readonly content?: string;
}

function checked(...runs: readonly Run[]): WorkflowState {
  return runs.reduce((state, run) => {
    const { command = 'npm test', exitCode = 0, grade = 'observed', step = '5b', by = 'agent' } = run;
    const facts: Facts = {
      ...(by === 'person' ? FACTS : AGENT),
      checks: { ...PROJECT, content: run.content ?? PROJECT.content },
    };
    const given = run.result === undefined ? {} : { result: run.result };
    const intent: WorkflowIntent = { kind: 'recordCheck', phase: step, command, exitCode, grade, ...given };
    return decide(state, intent, facts).reduce(
      (before, event) => apply(before, { ...eventOf(event, before.revision + 1), actor: { kind: by } }),
      state,
    );
  }, started());
}

const lacks = (state: WorkflowState, step: '5a' | '5b' | '5c' = '5b', content = 'files-1') =>
  missingEvidence(state, step, {}, { ...PROJECT, content });

describe('the grade of evidence', () => {
  it('fills a gate if a test of the project was run or observed', () => {
    deepStrictEqual(lacks(checked({})), []);
    deepStrictEqual(lacks(checked({ grade: 'witnessed' })), []);
    deepStrictEqual(lacks(checked({ command: 'cd . && CI=1 npm run test' })), []);
    deepStrictEqual(lacks(checked({ step: '5a', exitCode: 1 }), '5a'), []);
    deepStrictEqual(lacks(checked({ step: '5a' }), '5a'), ['check-not-failing']);
  });

  it('fills no gate if it is only claimed', () => {
    deepStrictEqual(lacks(checked({ grade: 'claimed' })), ['check-claimed']);
    deepStrictEqual(lacks(checked({ grade: 'claimed', command: 'true', by: 'person' })), ['check-claimed']);
  });

  it('keeps what a person ran, whatever an agent claims', () => {
    const run = { grade: 'witnessed', by: 'person', exitCode: 1 } as const;
    const state = checked(run, { grade: 'claimed', command: 'true' }, { grade: 'claimed' });
    deepStrictEqual(lacks(state), ['check-refuted', 'check-not-passing']);
    deepStrictEqual(
      statusView(state, {}).checks.map(({ command, exitCode, grade }) => [command, exitCode, grade]),
      [
        ['npm test', 1, 'witnessed'],
        ['true', 0, 'claimed'],
      ],
    );
  });

  it('refutes a claim only by a failure of the same command on the same files', () => {
    const claim = { grade: 'claimed' } as const;
    deepStrictEqual(lacks(checked({ exitCode: 1 }, claim)), ['check-refuted', 'check-not-passing']);
    deepStrictEqual(lacks(checked(claim, { exitCode: 1 })), ['check-refuted', 'check-not-passing']);
    deepStrictEqual(lacks(checked({ exitCode: 1, content: 'files-0' }, claim)), ['check-stale']);
    deepStrictEqual(lacks(checked({ exitCode: 1, command: 'npm test -- cart' }, claim)), [
      'check-not-passing',
    ]);
    deepStrictEqual(
      statusView(checked({ exitCode: 1 }, claim), {}).checks.map((row) => 'refuted' in row),
      [true],
    );
  });

  it('holds for the files that it ran on', () => {
    deepStrictEqual(lacks(checked({}), '5b', 'files-2'), ['check-stale']);
    const runs = checked({ grade: 'witnessed', exitCode: 1 }, { content: 'files-2' });
    deepStrictEqual(lacks(runs, '5b', 'files-2'), []);
    deepStrictEqual(lacks(runs, '5b', 'files-1'), ['check-not-passing']);
  });

  it('lets the higher grade decide on the same files', () => {
    deepStrictEqual(lacks(checked({ grade: 'witnessed', exitCode: 1 }, {})), ['check-not-passing']);
    deepStrictEqual(lacks(checked({ grade: 'witnessed' }, { exitCode: 1 })), []);
  });

  it('needs every test that counts to pass', () => {
    deepStrictEqual(lacks(checked({ exitCode: 1 }, { command: 'npx mocha cart.test.js' })), [
      'check-not-passing',
    ]);
  });

  it('takes only tests of the project and what a person accepted or ran', () => {
    for (const command of [
      'true',
      'npm run test:hollow',
      'npm run test:unit',
      'npm run lint',
      'cd lib && npm test',
    ]) {
      deepStrictEqual(lacks(checked({ command, grade: 'witnessed' })), ['check-unaccepted'], command);
    }
    deepStrictEqual(lacks(checked({ command: 'make smoke' })), []);
    const byPerson = { command: './smoke.sh', grade: 'witnessed', by: 'person' } as const;
    deepStrictEqual(lacks(checked(byPerson)), []);
    deepStrictEqual(
      lacks(checked({ ...byPerson, step: '5a', exitCode: 1 }, { ...byPerson, by: 'agent' })),
      [],
    );
  });

  it('never takes an unknown result for a pass', () => {
    deepStrictEqual(lacks(checked({ exitCode: null })), ['check-unknown']);
    deepStrictEqual(lacks(checked({ exitCode: 0, result: 'unknown' })), ['check-unknown']);
    deepStrictEqual(lacks(checked({ exitCode: null, result: 'pass' })), []);
  });

  it('records what was observed once, until the result or the files change', () => {
    const revisions = [
      checked({}),
      checked({}, {}),
      checked({}, {}, { exitCode: 1 }),
      checked({}, { content: 'files-2' }),
    ].map(({ revision }) => revision);
    deepStrictEqual(revisions, [2, 2, 3, 3]);
  });

  it('keeps a bounded number of checks, the lowest grade going first', () => {
    const claims = Array.from(
      { length: 50 },
      (_, at) => ({ grade: 'claimed', command: `run ${at}` }) as const,
    );
    const { checks } = checked({ grade: 'witnessed', exitCode: 1 }, ...claims);
    deepStrictEqual([checks.length, checks[0]?.grade, checks.at(-1)?.command], [30, 'witnessed', 'run 49']);
  });

  it('opens states and events from before there were results', () => {
    const state = checked({ grade: 'witnessed' });
    const [check] = state.checks;
    const older = { step: '5b', command: 'npm test', exitCode: 1, at: check?.at, commit: null };
    const read = parseWorkflowState({ ...state, checks: [older] });
    deepStrictEqual(read?.checks[0]?.grade, 'claimed');
    deepStrictEqual(lacks(read), ['check-claimed']);
  });
});
