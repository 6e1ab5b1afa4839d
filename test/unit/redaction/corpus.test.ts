import { deepStrictEqual, ok } from 'node:assert/strict';

import { MADE_UP } from '../../fixtures/secrets/made-up.ts';
import { ORDINARY_LINES } from '../../fixtures/secrets/ordinary-lines.ts';
import { PLACED } from '../../fixtures/secrets/placed.ts';
import { TOKENS } from '../../fixtures/secrets/tokens.ts';

describe('the corpus of secrets', () => {
  const samples = [...TOKENS, ...PLACED, ...MADE_UP];

  it('has every secret once, in its text', () => {
    deepStrictEqual(
      samples.filter(({ text, secret }) => !text.includes(secret)).map(({ name }) => name),
      [],
    );
    deepStrictEqual(new Set(samples.map(({ name }) => name)).size, samples.length);
  });

  it('is large enough to mean something', () => {
    ok(samples.length >= 138 && new Set(ORDINARY_LINES).size >= 200);
  });
});
