/** Agents learn from every document that a person must decide, and edits of a document know which history it is of. */

import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { exportsOf } from '../../../src/core/exports/exports.ts';
import { handoffDocument } from '../../../src/core/handoff/handoff-document.ts';
import { workflowContext } from '../../../src/core/hooks/workflow-context.ts';
import { propose } from '../../../src/core/proposals/proposal.ts';
import { questionTexts } from '../../../src/core/view/question-words.ts';
import { headsDigest, isSamePlace } from '../../../src/core/workflow/heads.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { REFERENCE_GIT, REFERENCE_PROJECT } from '../../fixtures/reference-workflow.ts';
import { Line } from '../support/histories.ts';

const FILE = 'workflow-state.toon';

function disputed(): WorkflowState {
  const ann = new Line('ann');
  const bob = ann.fork('bob').do({ kind: 'reject', reason: 'thin' });
  return ann.do({ kind: 'approve' }).merge(bob).state;
}

function exported(state: WorkflowState, isShared = true): string {
  const files = exportsOf(state, true, REFERENCE_PROJECT, (path) => path, isShared);
  return files.find(({ path }) => path === FILE)?.text('now') ?? '';
}

describe('a question', () => {
  it('is told once in the context of a session, the handoff, and the state file', () => {
    const state = disputed();
    const [text = ''] = questionTexts(state).questions ?? [];
    ok(text.includes('ann') && text.includes('bob'));
    const facts = { state, project: REFERENCE_PROJECT, files: {}, git: REFERENCE_GIT, drift: null };
    const context = workflowContext({ ...facts, otherSession: null, show: (path) => path });
    const handoff = handoffDocument({ ...facts, patterns: [], banner: '', reads: [] });
    for (const document of [context, handoff, exported(state)]) strictEqual(document.split('bob').length, 2);
  });

  it('is nowhere in private state', () => {
    const { state } = new Line('ann').do({ kind: 'approve' });
    deepStrictEqual(questionTexts(state), {});
    ok(!/^(?:questions|heads)/m.test(exported(state, false)));
  });
});

describe('an edit of a shared export', () => {
  const nextStep = (text: string): string =>
    text.replace('next_steps[0]:', 'next_steps[1]{text,status}:\n  new,open');
  const base = new Line('ann').do({ kind: 'approve' });
  const other = base.fork('bob').do({ kind: 'setTask', task: 'Other' });
  const here = base.fork('ann').do({ kind: 'setTask', task: 'Here' });
  const refusals = (text: string, before: string) =>
    propose({ name: FILE, text, base: before }).refusals.map(({ code }) => code);

  it('is taken if it was made on the same events', () => {
    const text = exported(here.state);
    const { intents, refusals: none } = propose({ name: FILE, text: nextStep(text), base: text });
    deepStrictEqual([intents.map(({ kind }) => kind), none], [['addNextStep'], []]);
  });

  it("is refused if it was made on another branch's, though the revision is the same", () => {
    strictEqual(here.state.revision, other.state.revision);
    deepStrictEqual(refusals(nextStep(exported(other.state)), exported(here.state)), ['other-events']);
    strictEqual(isSamePlace(here.state, other.state), false);
  });

  it('counts by its revision alone if an older Ninefold wrote it, or the state was private', () => {
    const text = exported(here.state);
    const older = nextStep(text.replace(/^heads: .*\n/m, ''));
    notStrictEqual(older, nextStep(text));
    deepStrictEqual(refusals(older, text), []);
    deepStrictEqual(refusals(nextStep(text), exported(here.state, false)), []);
  });

  it('names its events in any order by the same few characters', () => {
    match(headsDigest({ heads: ['a', 'b'] }), /^[0-9a-f]{8}$/);
    strictEqual(headsDigest({ heads: ['a', 'b'] }), headsDigest({ heads: ['b', 'a'] }));
    notStrictEqual(headsDigest({ heads: ['a', 'b'] }), headsDigest({ heads: ['ab'] }));
  });
});
