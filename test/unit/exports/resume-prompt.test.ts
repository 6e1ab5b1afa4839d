import { strictEqual } from 'node:assert/strict';

import { resumePrompt } from '../../../src/core/handoff/resume-prompt.ts';
import { started } from '../support/workflows.ts';

describe('resume prompt', () => {
  it('is one line that names what to read', () => {
    strictEqual(
      resumePrompt(started(), '.claude/state/handoffs/handoff-wf-001.md', '.claude/workflow-state.toon'),
      'Resume workflow wf-001 from Phase 1: read .claude/state/handoffs/handoff-wf-001.md and .claude/workflow-state.toon',
    );
    strictEqual(
      resumePrompt(started(), null, '.claude/workflow-state.toon'),
      'Resume workflow wf-001 from Phase 1: read .claude/workflow-state.toon',
    );
  });

  it('names a file on a drive of Windows, which no shell takes apart', () => {
    strictEqual(
      resumePrompt(started(), 'C:/Users/me/.claude/state/handoffs/handoff-shop-one.md', null),
      'Resume workflow wf-001 from Phase 1: read C:/Users/me/.claude/state/handoffs/handoff-shop-one.md',
    );
  });

  it('leaves out a path that a shell could take for something else', () => {
    for (const path of [
      'a b',
      '$(x)',
      "it's",
      'a;b',
      'ä',
      '`x`',
      'a\\b',
      '%PATH%',
      '~x',
      '!x',
      'a:b',
      'C:x',
    ]) {
      strictEqual(resumePrompt(started(), path, '.claude/x'), 'Resume workflow wf-001 from Phase 1');
    }
  });
});
