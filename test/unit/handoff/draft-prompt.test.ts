/** What an agent is asked when it drafts a document. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { draftLine, draftPrompt } from '../../../src/core/handoff/draft-prompt.ts';
import { canLaunchWith } from '../../../src/core/handoff/launch-line.ts';
import { withRecord } from '../../../src/core/templates/pull-request.ts';
import { shippedTemplate } from '../../../src/core/templates/templates.ts';
import { isBare } from '../../../src/core/templates/own-words.ts';
import { afterAll, started } from '../support/workflows.ts';

const READS = ['.claude/session-context.toon', '.claude/workflow-state.toon'];
const state = afterAll(started(), [
  { kind: 'setTask', task: 'Sign in $(rm -rf ~) "now"' },
  { kind: 'addDeliverable', file: 'docs/requirements.md', phase: '1' },
  { kind: 'addDeliverable', file: 'docs/odd name;.md', phase: '1' },
  { kind: 'addDeliverable', file: 'docs/later.md', phase: '4' },
  { kind: 'recordDecision', id: 'database', choice: 'SQLite', reason: 'One file is enough' },
  { kind: 'addConstraint', text: 'No new dependency' },
]);
const draft = { state, file: 'docs/tech-spec.md', phase: 2, reads: READS };

describe('the prompt for a draft', () => {
  it('is one line for a terminal that no shell can misread, and names what to read', () => {
    const line = draftLine(draft) ?? '';
    ok(canLaunchWith(line), line);
    for (const path of [...READS, 'docs/requirements.md', 'docs/tech-spec.md']) ok(line.includes(path), path);
    deepStrictEqual(
      ['rm -rf', 'odd name', 'docs/later.md', 'SQLite'].filter((text) => line.includes(text)),
      [],
    );
    strictEqual(draftLine({ ...draft, file: 'docs/$(x).md' }), null);
    ok(canLaunchWith(draftLine({ ...draft, reads: [null, 'a;b'] }) ?? ''));
  });

  it('is the whole text elsewhere: task, constraints, decisions, and earlier documents', () => {
    const text = draftPrompt(draft);
    for (const part of [
      'rm -rf',
      'No new dependency',
      'SQLite',
      'One file is enough',
      'docs/requirements.md',
    ])
      ok(text.includes(part), part);
    ok(!text.includes('docs/later.md'));
  });
});

describe('the text of a pull request', () => {
  const cost = { calls: 40, processed: 1_234_000, output: 56_000 };
  const text = withRecord(shippedTemplate(9), { state, files: {}, cost });

  it('has decisions, evidence, deliverables, and cost between what a person writes', () => {
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    deepStrictEqual(headings, [
      'Summary',
      'Decisions',
      'Evidence',
      'Deliverables',
      'Cost',
      'Who is affected',
      'Links',
    ]);
    for (const part of ['SQLite', '`docs/requirements.md`', '1234K', '56K', '40'])
      ok(text.includes(part), part);
    ok(!isBare(text));
  });

  it('leaves out what there is none of', () => {
    const bare = withRecord(shippedTemplate(9), { state: started(), files: {} });
    deepStrictEqual(
      ['Decisions', 'Deliverables', 'Cost'].filter((name) => bare.includes(`## ${name}`)),
      [],
    );
  });
});
