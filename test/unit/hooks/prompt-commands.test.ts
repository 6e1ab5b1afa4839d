import { deepStrictEqual } from 'node:assert/strict';

import { promptCommandIn } from '../../../src/core/hooks/prompt-commands.ts';

const of = (prompt: string): unknown => {
  const phrase = promptCommandIn(prompt);
  return phrase === null ? null : [phrase.kind, phrase.workflow, phrase.phase];
};

describe('the phrases that ask for something', () => {
  it('are those of the source documents, in a line of their own, with a workflow or without', () => {
    deepStrictEqual(of('workflow:handoff'), ['handoff', null, null]);
    deepStrictEqual(of('session:save'), ['save', null, null]);
    deepStrictEqual(of('context:persist'), ['persist', null, null]);
    deepStrictEqual(of('workflow:resume'), ['resume', null, null]);
    deepStrictEqual(of('  Workflow:Handoff.  '), ['handoff', null, null]);
    deepStrictEqual(of('`workflow:handoff`'), ['handoff', null, null]);
    deepStrictEqual(of('/session:save'), ['save', null, null]);
    deepStrictEqual(of('workflow:resume auth-feature-20251216'), ['resume', 'auth-feature-20251216', null]);
    deepStrictEqual(of('That is it for today.\r\n\r\nworkflow:handoff\r\n'), ['handoff', null, null]);
  });

  it('are taken from the resume prompt as Ninefold writes it and as people shorten it', () => {
    const written = 'Resume workflow wf-001 from Phase 5: read .claude/h.md and .claude/workflow-state.toon';
    deepStrictEqual(of(written), ['resume', 'wf-001', '5']);
    deepStrictEqual(of('resume workflow v1.2-cards from phase 5B'), ['resume', 'v1.2-cards', '5b']);
    deepStrictEqual(of('"Resume workflow wf-001"'), ['resume', 'wf-001', null]);
    deepStrictEqual(of('Resume workflow wf-001.'), ['resume', 'wf-001', null]);
    deepStrictEqual(of('Resume workflow wf-001 from Phase 12'), ['resume', 'wf-001', null]);
    deepStrictEqual(
      ['Resume workflow wf-001', 'workflow:resume wf-001'].map((text) => promptCommandIn(text)?.isOpening),
      [true, false],
    );
  });

  it('are not found where somebody speaks of them, nor far down in what was pasted', () => {
    deepStrictEqual(of('What does workflow:handoff do?'), null);
    deepStrictEqual(of('The banner says: Consider: `workflow:handoff` to start fresh session'), null);
    deepStrictEqual(of('workflow:handoffs'), null);
    deepStrictEqual(of('Please do not resume workflow wf-001'), null);
    deepStrictEqual(of(`${'log line\n'.repeat(2000)}workflow:handoff`), null);
    deepStrictEqual(of(''), null);
  });
});
