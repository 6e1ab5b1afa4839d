import { deepStrictEqual } from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { frontMatterOf } from '../../../src/core/savings/front-matter.ts';
import { savingsPhrases } from '../../../src/core/savings/savings-words.ts';
import { savingsOf, type SavingsMeasures } from '../../../src/core/savings/savings.ts';

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
      ],
    );
  });

  it('are not measured where a part of them is not, and below 0 where more is loaded', () => {
    const unmeasured = { handoff: null, definitions: null, frontMatter: null };
    deepStrictEqual(shares(unmeasured), {
      'toon-pretty': 50,
      'toon-compact': 20,
      'resume-state': 88,
      'resume-transcript': null,
      'lazy-loading': null,
    });
    deepStrictEqual(shares({ transcript: 0, compactJson: 800 }), {
      'toon-pretty': 50,
      'toon-compact': -25,
      'resume-state': 88,
      'resume-transcript': null,
      'lazy-loading': 90,
    });
  });

  it('are said in the tooltip where they are measured and save something', () => {
    const measures = { ...MEASURES, compactJson: 800, definitions: null, frontMatter: null };
    deepStrictEqual(savingsPhrases(measures).map(phraseText), [
      'TOON uses 50% fewer tokens than pretty-printed JSON of the same content',
      'Resuming loads 500 tokens, 88% fewer than the full state (4,000)',
      'A new session starts with 1,500 tokens instead of 150,000, 99% fewer',
    ]);
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
