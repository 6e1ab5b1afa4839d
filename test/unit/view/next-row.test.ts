import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { Reading } from '../../../src/core/meter/reading.ts';
import { NEXT_RULES, nextRows } from '../../../src/core/view/next-row.ts';
import type { NextFacts } from '../../../src/core/view/next-row.ts';
import { REVIEW_WORDS } from '../../../src/core/view/review-words.ts';
import { formatMessage } from '../../../src/core/messages.ts';
import { EVIDENCE_WORDS } from '../../../src/core/workflow/evidence-words.ts';
import type { EvidenceGrade, WorkflowState } from '../../../src/core/workflow/state.ts';
import { reading } from '../meter/sample-reading.ts';
import { AGENT, after, afterAll, started } from '../support/workflows.ts';

const DOCUMENT = 'docs/requirements.md';
const fresh = started();
const withDocument: WorkflowState = {
  ...fresh,
  deliverables: [{ phase: 1, file: DOCUMENT, template: 'aa', addedAt: fresh.createdAt }],
};
const untouched = { [DOCUMENT]: { exists: true, hash: 'aa' } };
const written = { [DOCUMENT]: { exists: true, hash: 'bb' } };
const red = after(fresh, { kind: 'setPhase', phase: '5a' });
const withCheck = (grade: EvidenceGrade): WorkflowState => {
  const check = { command: 'npm test', exitCode: 1, at: red.updatedAt, commit: null, source: null };
  return { ...red, checks: [{ ...check, step: '5a', grade }] };
};

const facts = (more: Partial<NextFacts> = {}): NextFacts => ({
  state: fresh,
  files: {},
  reading: null,
  changed: null,
  waiting: null,
  ...more,
});
const next = (more: Partial<NextFacts> = {}): readonly (string | null)[] => {
  const [row, ...others] = nextRows(facts(more));
  strictEqual(others.length, 0);
  return row === undefined ? [] : [row.action, row.file, ...row.description.map(phraseText)];
};

describe('the next step', () => {
  const submitted = after(withDocument, { kind: 'submit', phase: '1' }, AGENT);
  const suggest: Reading = { ...reading({ tokens: 164_000, compactsAt: 170_000 }), turnsLeft: 2 };
  const force: Reading = { ...reading({ tokens: 166_500, compactsAt: 167_000 }), turnsLeft: 1 };

  /** A phase whose only document is gone from disk. */
  const unsuggested = withDocument;

  it('is the first rule that applies', () => {
    deepStrictEqual(
      [
        next({ state: submitted, files: written, reading: force }),
        next({ state: submitted, files: written, reading: force, waiting: 'codex' }),
        next({ state: submitted, files: written, reading: suggest, waiting: 'codex' }),
        next({ state: submitted, files: written, reading: suggest, changed: 3 }),
        next({ state: withDocument, files: written, reading: suggest }),
        next({ state: withDocument, files: written, changed: 1 }),
        next({ state: withDocument, files: untouched }),
        next({ files: written }),
        next(),
        next({ state: red, changed: 2 }),
        next({ state: red, changed: 0 }),
        next({ state: unsuggested, changed: 1 }),
        next({ state: unsuggested }),
      ],
      [
        ['continue', null, REVIEW_WORDS['compacts-turn']],
        ['continue', null, REVIEW_WORDS['compacts-turn']],
        ['answer', null, REVIEW_WORDS['agent-waits']],
        ['review', null, DOCUMENT, formatMessage(REVIEW_WORDS['files-changed'], { count: 3 })],
        ['continue', null, formatMessage(REVIEW_WORDS['compacts-turns'], { turns: 2 })],
        ['review', null, DOCUMENT, REVIEW_WORDS['file-changed']],
        ['fill', DOCUMENT],
        ['adopt', DOCUMENT],
        ['create', DOCUMENT],
        ['test', null],
        ['test', null],
        ['review', null, REVIEW_WORDS['file-changed']],
        ['approve', null],
      ],
    );
  });

  it('reviews what the tests say, unless they are only claimed', () => {
    deepStrictEqual(
      [next({ state: withCheck('witnessed') }), next({ state: withCheck('claimed') })],
      [
        ['review', null, formatMessage(EVIDENCE_WORDS['check-fail-wanted'], { command: 'npm test' })],
        ['test', null],
      ],
    );
  });

  it('continues in a new session right after the handoff, until anything else happens or there is room', () => {
    const handoff = { path: 'h.md', at: '2026-01-02T04:00:00.000Z', phase: '1', commit: null, branch: null };
    const at = (more: Partial<WorkflowState> = {}): WorkflowState => ({
      ...withDocument,
      handoffs: [{ ...handoff, session: 'first', files: {} }],
      updatedAt: handoff.at,
      ...more,
    });
    const session = {
      id: 'first',
      agent: 'codex',
      model: null,
      startedAt: fresh.createdAt,
      peakTokens: null,
    };
    const ended = { ...session, endedAt: '2026-01-02T05:00:00.000Z', steps: [] };
    const newer = { ...session, id: 'second', startedAt: ended.endedAt, endedAt: null, steps: [] };
    const low = reading({ tokens: 20_000 });
    const warned = reading({ tokens: 155_000 });
    const compacted: Reading = { ...reading({ tokens: 0 }), level: 'compacted' };
    const handedOver = ['continue', null, REVIEW_WORDS['handed-over']];
    deepStrictEqual(
      [
        next({ state: at(), files: written }),
        next({ state: at(), files: written, reading: { ...warned, sessionId: 'first' }, changed: 3 }),
        next({ state: at(), files: written, reading: { ...warned, sessionId: 'first', live: false } }),
        next({ state: at({ sessions: [ended], updatedAt: ended.endedAt }), files: written }),
        next({ state: at(), files: written, reading: suggest })[2],
        next({ state: at(), files: written, reading: { ...low, sessionId: 'first' } })[0],
        next({ state: at(), files: written, reading: { ...compacted, sessionId: 'first' } })[0],
        next({ state: at(), files: written, reading: { ...warned, sessionId: 'second' } })[0],
        next({ state: at({ sessions: [newer], updatedAt: newer.startedAt }), files: written })[0],
        next({ state: at({ updatedAt: ended.endedAt }), files: written })[0],
        next({ state: { ...submitted, handoffs: at().handoffs, updatedAt: handoff.at }, files: written })[0],
      ],
      [
        handedOver,
        handedOver,
        handedOver,
        handedOver,
        formatMessage(REVIEW_WORDS['compacts-turns'], { turns: 2 }),
        'review',
        'review',
        'review',
        'review',
        'review',
        'review',
      ],
    );
  });

  it('names the agent that waits', () => {
    const [row] = nextRows(facts({ waiting: 'codex' }));
    deepStrictEqual([row?.agent, row?.label.parameters.agent], ['codex', 'Codex']);
    strictEqual(nextRows(facts())[0]?.agent, null);
  });

  it('says why a phase was rejected', () => {
    const rejected = after(submitted, { kind: 'reject', phase: '1', reason: 'No figures' });
    deepStrictEqual(next({ state: rejected, files: untouched }), [
      'fill',
      DOCUMENT,
      formatMessage(REVIEW_WORDS.rejected, { reason: 'No figures' }),
    ]);
  });

  it('reworks what was rejected until a file changed or a check ran', () => {
    const reject = { kind: 'reject', reason: 'No figures' } as const;
    const rejected = after(submitted, { ...reject, phase: '1' });
    const green = afterAll(red, [
      { kind: 'approve' },
      { kind: 'submit', phase: '5b' },
      { ...reject, phase: '5b' },
    ]);
    const ran = { step: '5b', command: 'npm test', exitCode: 0, commit: null, source: null } as const;
    const checked = (at: string, grade: EvidenceGrade): WorkflowState => ({
      ...green,
      checks: [{ ...ran, at, grade }],
    });
    const later = '2026-01-02T23:00:00.000Z';
    deepStrictEqual(
      [
        next({ state: rejected, files: written, changed: 3 }),
        next({ state: rejected, files: written, changed: 3, isReworked: false }),
        next({ state: rejected, files: written, changed: 3, isReworked: true })[0],
        next({ state: after(rejected, { kind: 'submit', phase: '1' }, AGENT), files: written })[0],
        next({ state: green, changed: 3 }),
        next({ state: green, isReworked: true })[0],
        next({ state: checked(later, 'observed') })[0],
        next({ state: checked(later, 'claimed') })[0],
        next({ state: checked('2026-01-01T00:00:00.000Z', 'witnessed') })[0],
      ],
      [
        ['rework', DOCUMENT, 'No figures'],
        ['rework', DOCUMENT, 'No figures'],
        'review',
        'review',
        ['rework', null, 'No figures'],
        'test',
        'review',
        'rework',
        'rework',
      ],
    );
  });

  it('says what the tests are for in each part of phase 5, and what they said last', () => {
    const said = (state: WorkflowState): readonly unknown[] =>
      nextRows(facts({ state })).map(({ label, description }) => [
        label.template,
        ...description.map(phraseText),
      ]);
    const check = {
      command: 'npm test',
      exitCode: 1,
      commit: null,
      source: null,
      grade: 'observed',
    } as const;
    const failed = formatMessage(EVIDENCE_WORDS['check-fail'], { command: 'npm test' });
    const green = after(withCheck('observed'), { kind: 'approve' });
    const own = { ...check, step: '5b', command: 'npm run unit', at: green.updatedAt } as const;
    const refactor = after(green, { kind: 'setPhase', phase: '5c' });
    deepStrictEqual(
      [said(red), said(green), said({ ...green, checks: [...green.checks, own] }), said(refactor)],
      [
        [[REVIEW_WORDS['next-test-5a']]],
        [[REVIEW_WORDS['next-test-5b'], failed]],
        [[REVIEW_WORDS['next-test-5b'], failed.replace('npm test', 'npm run unit')]],
        [[REVIEW_WORDS['next-test-5c']]],
      ],
    );
  });

  it('leaves evidence from before the step began aside', () => {
    const green = after(red, { kind: 'approve' });
    const passed = { step: '5b', command: 'npm test', exitCode: 0, commit: null, source: null } as const;
    const at = (time: string): WorkflowState => ({
      ...green,
      checks: [{ ...passed, at: time, grade: 'observed' }],
    });
    deepStrictEqual(
      [next({ state: at(fresh.createdAt) })[0], next({ state: at(green.steps['5b'].since) })[0]],
      ['test', 'review'],
    );
  });

  it('writes the document of the last phase like any other once it exists', () => {
    const file = 'docs/notification.md';
    const last = after(fresh, { kind: 'setPhase', phase: '9' });
    const begun = { ...last, deliverables: [{ phase: 9, file, template: 'aa', addedAt: last.createdAt }] };
    deepStrictEqual(
      [
        nextRows(facts({ state: last }))[0]?.label.template,
        nextRows(facts({ state: begun, files: { [file]: { exists: true, hash: 'aa' } } }))[0]?.label.template,
      ],
      [REVIEW_WORDS['next-pull-request'], REVIEW_WORDS['next-fill']],
    );
  });

  it('leaves a session that has ended, an estimate, and an assumed window alone', () => {
    const assumed = { ...force, windowSource: 'assumed' as const, level: 'suggest' as const };
    deepStrictEqual(
      [
        next({ reading: { ...force, live: false } })[0],
        next({ reading: { ...force, source: 'estimate' } })[0],
        next({ state: submitted, files: written, reading: { ...assumed, level: 'force' } })[0],
      ],
      ['create', 'create', 'review'],
    );
  });

  it('is always one thing while a workflow runs, and none otherwise', () => {
    const paths = [fresh, withDocument, submitted, red, withCheck('observed'), withCheck('claimed')];
    ok(paths.every((state) => nextRows(facts({ state })).length === 1));
    const done = afterAll(fresh, [{ kind: 'setPhase', phase: '9' }, { kind: 'approve' }]);
    const paused = after(fresh, { kind: 'setStatus', status: 'paused' });
    deepStrictEqual([nextRows(facts({ state: done })), nextRows(facts({ state: paused }))], [[], []]);
    strictEqual(NEXT_RULES.at(-1)?.applies(facts()), true);
  });
});
