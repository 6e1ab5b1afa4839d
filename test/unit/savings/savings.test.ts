import { deepStrictEqual } from 'node:assert/strict';

import { frontMatterOf } from '../../../src/core/savings/front-matter.ts';
import { savingsOf, techniquesOf, type SavingsMeasures } from '../../../src/core/savings/savings.ts';
import { taskTimes } from '../../../src/core/savings/task-times.ts';

const MEASURES: SavingsMeasures = {
  fullState: 4000,
  prettyJson: 2000,
  compactJson: 1250,
  toon: 1000,
  resume: 500,
  handoff: 1000,
  transcript: 150_000,
  definitions: 4000,
  frontMatter: 400,
  told: 300,
  documents: 3000,
  outputs: 6000,
  answers: 300,
  inSequence: 40_000,
  sideBySide: 30_000,
};

const shares = (changed: Partial<SavingsMeasures>): unknown =>
  Object.fromEntries(savingsOf({ ...MEASURES, ...changed }).map(({ id, percent }) => [id, percent]));

describe('savings', () => {
  it('name what each share is of', () => {
    deepStrictEqual(
      savingsOf(MEASURES).map(({ percent, formula }) => `${percent}% = ${formula}`),
      [
        '50% = 1 − workflow as TOON / workflow as pretty JSON',
        '20% = 1 − workflow as TOON / workflow as compact JSON',
        '88% = 1 − loaded by a resume / full state (JSON file)',
        '99% = 1 − (loaded by a resume + handoff) / context of the last reading',
        '90% = 1 − their front matter / agent and skill definitions',
        '90% = 1 − context of a new session / documents that it replaces',
        '95% = 1 − summaries of checks / outputs of checks',
        '25% = 1 − agent tasks in parallel / agent tasks in sequence',
      ],
    );
  });

  it('are not measured where a part of them is not, and below 0 where more is loaded', () => {
    const unmeasured = {
      handoff: null,
      definitions: null,
      frontMatter: null,
      documents: null,
      outputs: null,
      answers: null,
      inSequence: null,
      sideBySide: null,
    };
    deepStrictEqual(shares(unmeasured), {
      'toon-pretty': 50,
      'toon-compact': 20,
      'resume-state': 88,
      'resume-transcript': null,
      'lazy-loading': null,
      'compressed-context': null,
      'response-analyzer': null,
      'background-agents': null,
    });
    deepStrictEqual(shares({ transcript: 0, compactJson: 800 }), {
      'toon-pretty': 50,
      'toon-compact': -25,
      'resume-state': 88,
      'resume-transcript': null,
      'lazy-loading': 90,
      'compressed-context': 90,
      'response-analyzer': 95,
      'background-agents': 25,
    });
  });

  it('of the six techniques name what was before and after, or nothing where it is not measured', () => {
    const measured = techniquesOf({ ...MEASURES, definitions: null, toon: 2500 });
    deepStrictEqual(
      measured.map(({ id, before, after, percent, unit }) => [id, before, after, percent, unit]),
      [
        ['toon', 2000, 2500, -25, 'tokens'],
        ['lazy-agents', null, null, null, 'tokens'],
        ['compressed-context', 3000, 300, 90, 'tokens'],
        ['response-analyzer', 6000, 300, 95, 'tokens'],
        ['state-persistence', 150_000, 1500, 99, 'tokens'],
        ['background-agents', 40_000, 30_000, 25, 'milliseconds'],
      ],
    );
  });

  it('of agent tasks count the time in which several ran once', () => {
    const at = (from: number, until: number): { from: number; until: number } => ({ from, until });
    deepStrictEqual(
      [[], [at(5, 9)], [at(10, 30), at(0, 20), at(12, 14), at(40, 50)], [at(9, 5)]].map(taskTimes),
      [
        null,
        { inSequence: 4, sideBySide: 4 },
        { inSequence: 52, sideBySide: 40 },
        { inSequence: 0, sideBySide: 0 },
      ],
    );
  });

  it('count as front matter what stands between the marks, and a text without marks whole', () => {
    deepStrictEqual(
      [
        '---\nname: a\n---\nbody\n',
        '---\r\nname: a\r\n---\r\nbody',
        '---\n---\nbody',
        'no marks',
        '---\nopen',
        'a\n---\nb\n---\n',
      ].map(frontMatterOf),
      [
        '---\nname: a\n---\n',
        '---\r\nname: a\r\n---\r\n',
        '---\n---\n',
        'no marks',
        '---\nopen',
        'a\n---\nb\n---\n',
      ],
    );
  });
});
