import { deepStrictEqual, ok } from 'node:assert/strict';

import { KNOWN_WORDS, UNPAIRED } from '../../../src/core/checks/known-words.ts';
import { clipTokens, tokenBound } from '../../../src/core/checks/token-bound.ts';
import { HOSTILE_TEXTS } from '../../fixtures/hostile-texts.ts';
import { countTokens } from './tokens.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SIGNS = Array.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

describe('the bound of tokens', () => {
  it('knows words that are one token each, and two at most behind a sign', () => {
    const words = KNOWN_WORDS.map((entry) => entry.replace(/[^a-z]+$/, ''));
    const wrong = [...words, ...words.map(capital)].filter(
      (word) =>
        countTokens(word) !== 1 ||
        countTokens(` ${word}`) !== 1 ||
        SIGNS.some((sign) => countTokens(sign + word) > 2),
    );
    deepStrictEqual(wrong, []);
    const joined = KNOWN_WORDS.flatMap((entry, at) => {
      const word = words[at] ?? '';
      return Array.from(entry.slice(word.length), (sign) => sign + word);
    });
    deepStrictEqual(
      joined.filter((text) => countTokens(text) !== 1),
      [],
    );
  }).timeout(60_000);

  it('knows every pair of letters that isn’t a token', () => {
    const letters = Array.from(` ${LETTERS}${LETTERS.toUpperCase()}`);
    const pairs = letters.flatMap((one) => letters.slice(1).map((other) => one + other));
    const inOnePiece = pairs.filter((pair) => !/[a-z][A-Z]/.test(pair));
    deepStrictEqual(inOnePiece.filter((pair) => countTokens(pair) > 1).sort(), [...UNPAIRED].sort());
  });

  it('knows that up to three digits are one token', () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => String(at));
    const wrong = numbers.filter((text) => countTokens(text) > 1 || countTokens(text.padStart(3, '0')) > 1);
    deepStrictEqual(wrong, []);
  });

  it('is never below what the tokenizer counts', () => {
    const random = seeded(7);
    const alphabets = [
      LETTERS,
      'qxzjkvQXZJ',
      ` ${LETTERS}.-_/`,
      'aAbB1 \n:(é漢👍',
      ...HOSTILE_TEXTS.map(({ text }) => text),
    ];
    for (let at = 0; at < 4000; at += 1) {
      const signs = Array.from(alphabets[at % alphabets.length] ?? '');
      const text = Array.from({ length: 1 + random(60) }, () => signs[random(signs.length)] ?? '').join('');
      ok(tokenBound(text) >= countTokens(text), JSON.stringify(text));
    }
  });

  it('is near what the tokenizer counts for words and paths', () => {
    const text = 'expected 3 to equal 4 at src/cart/checkout.test.ts:12, 2 failed and 15 passed';
    ok(tokenBound(text) <= countTokens(text) * 1.5, `${tokenBound(text)} for ${countTokens(text)}`);
  });

  it('cuts a text at a bound, and leaves one within as it is', () => {
    deepStrictEqual(clipTokens('adds an item', 10), 'adds an item');
    const cut = clipTokens('adds an item to a cart that holds many others already', 10);
    ok(countTokens(cut) <= 10 && cut.startsWith('adds an item') && cut.endsWith('…'), cut);
    deepStrictEqual(clipTokens('x'.repeat(300), 40), `${'x'.repeat(37)}…`);
  });
});

/** The same numbers in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
