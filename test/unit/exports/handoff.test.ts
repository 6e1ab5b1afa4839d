import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';

import { handoffDocument } from '../../../src/core/handoff/handoff-document.ts';
import { bannerText } from '../../../src/core/meter/banner.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { REFERENCE_GIT } from '../../fixtures/reference-workflow.ts';
import { FACTS, after, afterAll, started } from '../support/workflows.ts';
import { exampleWorkflow } from './example-workflow.ts';

describe('handoff', () => {
  const reads = ['.claude/session-context.toon', '.claude/workflow-state.toon'];
  const documentOf = (state: WorkflowState, banner = ''): string =>
    handoffDocument({ state, patterns: state.patterns, git: REFERENCE_GIT, files: {}, banner, reads });

  it('has the sections of the source document in its order, then what others miss', () => {
    const state = exampleWorkflow();
    const text = handoffDocument({
      state,
      patterns: state.patterns,
      git: REFERENCE_GIT,
      files: {},
      banner: '',
      reads,
    });
    deepStrictEqual(
      text.split('\n').filter((line) => line.startsWith('#')),
      [
        '# Session Handoff: auth-feature-20251216',
        '## Quick Context',
        '## Patterns (from session-context.toon)',
        "## What's Done",
        '## Decisions',
        '## Git',
        '## Next Steps',
        '## Resume',
      ],
    );
    ok(text.includes('- **Phase:** 5 - TDD Implementation (RED)\n- **Progress:** 56% (5/9 phases)'));
    ok(
      text.endsWith(
        '```\nRead .claude/session-context.toon\nRead .claude/workflow-state.toon\nResume workflow auth-feature-20251216 from Phase 5\n```\n',
      ),
    );
  });

  it('ends with why it was written, and begins with neither that nor empty sections', () => {
    const state = started();
    const text = handoffDocument({
      state,
      patterns: [],
      git: REFERENCE_GIT,
      files: {},
      banner: 'BANNER',
      reads,
    });
    deepStrictEqual(
      text.split('\n').filter((line) => line.startsWith('## ')),
      ['## Quick Context', '## Git', '## Next Steps', '## Resume', '## Why this was written'],
    );
    ok(
      text.endsWith('## Why this was written\nThe session before this one was told:\n```text\nBANNER\n```\n'),
    );
  });

  it('backs each line of what is done, and lists what is unverified after that', () => {
    const file = 'docs/requirements.md';
    const files = { [file]: { exists: true, hash: 'deadbeef'.repeat(8) } };
    const facts = { ...FACTS, files };
    let state = after(started(), { kind: 'addDeliverable', file }, facts);
    state = after(state, { kind: 'approve' }, facts);
    state = afterAll(state, [{ kind: 'approve' }, { kind: 'skip', reason: 'no UI' }, { kind: 'approve' }]);
    state = afterAll(state, [
      { kind: 'recordCheck', phase: '5a', command: 'npm test', exitCode: 1, grade: 'witnessed' },
      { kind: 'approve' },
    ]);
    const text = handoffDocument({
      state,
      patterns: state.patterns,
      git: REFERENCE_GIT,
      files,
      banner: '',
      reads,
    });
    const [, rest = ''] = text.split("## What's Done\n");
    deepStrictEqual((rest.split('\n\n')[0] ?? '').split('\n'), [
      '- 1 Requirements: `docs/requirements.md` (sha256 deadbeef)',
      '- 3 UI Breakdown: skipped (no UI)',
      '- 5a TDD RED: `npm test` exited 1 at c0ffee00 (witnessed, 2026-01-02T03:07Z)',
      '- 2 Tech Planning: *unverified*',
      '- 4 Test Planning: *unverified*',
    ]);
    match(
      text,
      /\(5\/9 phases\)\n- \*\*Of these:\*\* 1 completed, 2 completed but unverified, 1 skipped, 1 in progress\n/,
    );
  });

  it('says what its one measure of progress counts', () => {
    const countOf = (state: WorkflowState): string | undefined =>
      /\*\*Progress:\*\* (.*)\n- \*\*Of these:\*\* (.*)\n/.exec(documentOf(state))?.slice(1).join(': ');
    strictEqual(countOf(started()), '11% (1/9 phases): 1 in progress');
    const approved = after(started(), { kind: 'approve' });
    strictEqual(countOf(approved), '22% (2/9 phases): 1 completed but unverified, 1 in progress');
    const all = afterAll(
      started(),
      Array.from({ length: 11 }, () => ({ kind: 'skip', reason: 'x' }) as const),
    );
    strictEqual(countOf(all), '100% (9/9 phases): 9 skipped');
  });

  it('quotes the banner at its end, as what the session before was told', () => {
    const reading = {
      level: 'suggest',
      tokens: 170_000,
      window: 200_000,
      percent: 85,
      windowSource: 'model',
    } as const;
    const banner = bannerText(reading, { label: 'Phase 5b - TDD GREEN', percent: 62 });
    const text = documentOf(exampleWorkflow(), banner);
    match(banner, /HANDOFF SUGGESTED - 85% Context Used/);
    ok(text.endsWith(`\nThe session before this one was told:\n\`\`\`text\n${banner}\n\`\`\`\n`));
  });

  it('says how much it leaves out', () => {
    const texts = Array.from({ length: 14 }, (_, at) => `Step ${at + 1}`);
    const steps = texts.map((text) => ({ kind: 'addNextStep', text }) as const);
    const state = afterAll(started(), steps);
    const { patterns } = state;
    const text = handoffDocument({ state, patterns, git: REFERENCE_GIT, files: {}, banner: '', reads });
    match(text, /12\. Step 12\n13\. And 2 more: `ninefold next list`\n14\. Finish/);
  });

  it('takes nobody’s text for Markdown', () => {
    const state = after(started({ task: '[x](javascript:1) <img> **b**' }), {
      kind: 'addNextStep',
      text: '`rm`',
    });
    const text = handoffDocument({
      state,
      patterns: state.patterns,
      git: REFERENCE_GIT,
      files: {},
      banner: '',
      reads,
    });
    ok(text.includes('- **Task:** \\[x\\](javascript:1) \\<img\\> \\*\\*b\\*\\*'));
    ok(text.includes('1. \\`rm\\`'));
  });
});
