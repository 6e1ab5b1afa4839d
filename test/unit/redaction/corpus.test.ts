import { deepStrictEqual, ok } from 'node:assert/strict';

import { findSecrets } from '../../../src/core/redaction/find-secrets.ts';
import { OTHER_SHAPES, TOKEN_SHAPES } from '../../../src/core/redaction/token-shapes.ts';
import { MADE_UP } from '../../fixtures/secrets/made-up.ts';
import { ORDINARY_LINES } from '../../fixtures/secrets/ordinary-lines.ts';
import { PLACED } from '../../fixtures/secrets/placed.ts';
import { TOKENS } from '../../fixtures/secrets/tokens.ts';

/** The kind of pattern that must find a token, by its sample's name: `github: app` → `github`. */
const kindOf = (name: string): string => name.split(':')[0] ?? '';

describe('the corpus of secrets', () => {
  const samples = [...TOKENS, ...PLACED, ...MADE_UP];

  it('has every secret once, in its text', () => {
    deepStrictEqual(
      samples.filter(({ text, secret }) => !text.includes(secret)).map(({ name }) => name),
      [],
    );
    deepStrictEqual(new Set(samples.map(({ name }) => name)).size, samples.length);
  });

  it('has each token found by a pattern of its own kind, as a whole', () => {
    const strayed = TOKENS.filter(({ name, text, secret }) => {
      const at = text.indexOf(secret);
      return !findSecrets(text).some(
        ({ kind, from, to }) => kind === kindOf(name) && from <= at && to >= at + secret.length,
      );
    });
    deepStrictEqual(
      strayed.map(({ name }) => name),
      [],
    );
  });

  it('has for every pattern a sample that it finds', () => {
    const patterns = [
      ...TOKEN_SHAPES.map(([kind, beginning, rest]) => ({
        kind,
        pattern: new RegExp(`(?<![A-Za-z0-9])(?:${beginning}${rest})`),
      })),
      ...OTHER_SHAPES.map(([kind, { source }]) => ({ kind, pattern: new RegExp(source) })),
    ];
    const unproven = patterns.filter(
      ({ kind, pattern }) => !TOKENS.some(({ name, text }) => kindOf(name) === kind && pattern.test(text)),
    );
    deepStrictEqual(
      unproven.map(({ kind, pattern }) => `${kind}: ${pattern.source}`),
      [],
    );
  });

  it('is large enough to mean something', () => {
    ok(samples.length >= 138 && new Set(ORDINARY_LINES).size >= 200);
  });
});
