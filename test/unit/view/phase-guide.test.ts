/** What the tooltip of a phase says beyond its state. */

import { deepStrictEqual, ok } from 'node:assert/strict';

import { goalPhrase, isAtWork, lacksOf, thenPhrase } from '../../../src/core/view/phase-guide.ts';
import { VIEW_WORDS } from '../../../src/core/view/view-words.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { PHASES } from '../../../src/core/workflow/phases.ts';
import type { EvidenceGrade, WorkflowState } from '../../../src/core/workflow/state.ts';
import { after, afterAll, started } from '../support/workflows.ts';
import { wordsOf } from '../support/words.ts';

const viewWord = wordsOf(VIEW_WORDS);
const FILE = 'docs/requirements.md';

describe('the guide to a phase', () => {
  it('has a goal for each phase and sub-phase, and for nothing else', () => {
    const phases = PHASES.flatMap(({ num, steps }) => [String(num), ...steps]);
    ok(phases.every((phase) => goalPhrase(phase) !== undefined));
    deepStrictEqual([goalPhrase('10'), goalPhrase('toString')], [undefined, undefined]);
  });

  it('names what the current step lacks', () => {
    const added = after(started(), { kind: 'addDeliverable', file: FILE, template: 'aa' });
    const red = after(started(), { kind: 'setPhase', phase: '5a' });
    const withCheck = (grade: EvidenceGrade, exitCode: number): WorkflowState => {
      const check = { command: 'npm test', exitCode, at: red.updatedAt, commit: null, source: null };
      return { ...red, checks: [{ ...check, step: '5a', grade }] };
    };
    deepStrictEqual(
      [
        lacksOf(started(), {}),
        lacksOf(added, { [FILE]: { exists: true, hash: 'aa' } }),
        lacksOf(added, { [FILE]: { exists: true, hash: 'bb' } }),
        lacksOf(red, {}),
        lacksOf(withCheck('claimed', 1), {}),
        lacksOf(withCheck('witnessed', 0), {}),
        lacksOf(withCheck('witnessed', 1), {}),
      ],
      [
        ['deliverable-missing'],
        ['deliverable-untouched'],
        [],
        ['check-missing'],
        ['check-claimed'],
        ['check-not-failing'],
        [],
      ],
    );
  });

  it('says what comes next, past what is skipped, on the rows at work alone', () => {
    const red = after(started({ preset: 'backend' }), { kind: 'setPhase', phase: '2' });
    const done = afterAll(started(), [{ kind: 'setPhase', phase: '9' }]);
    deepStrictEqual([thenPhrase(started()), thenPhrase(red), thenPhrase(done)].map(phraseText), [
      viewWord('then', { phase: '2 Tech Planning' }),
      viewWord('then', { phase: '4 Test Planning' }),
      viewWord('then-done'),
    ]);
    const inPhase5 = after(started(), { kind: 'setPhase', phase: '5b' });
    deepStrictEqual(
      ['4', '5', '5a', '5b'].map((phase) => isAtWork(inPhase5, phase)),
      [false, true, false, true],
    );
    deepStrictEqual(isAtWork(after(inPhase5, { kind: 'setStatus', status: 'paused' }), '5b'), false);
  });
});
