/** The tokenizer against the original (tiktoken, compiled to WebAssembly), string by string. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { get_encoding } from 'tiktoken';

import { asciiPieceEnd, ASK_PATTERN } from '../../../src/core/tokens/ascii-pieces.ts';
import { ENCODINGS, PATTERNS } from '../../../src/core/tokens/encodings.ts';
import { unpackTokens } from '../../../src/core/tokens/packed-tokens.ts';
import { loadEncoding } from '../../../src/node/tokens/load-encoding.ts';
import { SAMPLES, sameChance } from './sample-texts.ts';

const STRINGS = 100_000;
const RANKS = { o200k, cl100k };

/** What makes a difference to a pattern: letters of each kind, digits, marks, spaces of each kind, contractions. */
const PARTS = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ...["'s", "'S", "'ſ", "'re", "'LL", "'Ve", "'d", "'M", "don't", "I'LL", "it'", "''", "'rex", "'lx"],
  ...[
    '  ',
    '   ',
    '\r\n',
    '\n\n',
    ' \n ',
    '\t\t',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\u3000',
    '\ufeff',
    '\u200b',
  ],
  ...[
    'é',
    'É',
    'ß',
    'ſ',
    'K',
    'ǅ',
    'ʰ',
    'ª',
    '漢',
    '字',
    'あ',
    '한',
    'ा',
    '\u0301',
    '\u20dd',
    'ก',
    'م',
    '٣',
    '½',
    'Ⅷ',
    '①',
  ],
  ...['👍', '👍🏽', '👩‍👩‍👧', '🏳️‍🌈', '💩', '\ud800', '\udc00', '\udbff\udfff', '€', '—', '“', '…', '═', '█'],
  ...['<|endoftext|>', '<|endofprompt|>', '<|fim_prefix|>', '<|', '|>'],
  ...[
    'hello',
    'World',
    'HTTPServer',
    'camelCase',
    'snake_case',
    '0x1F',
    '3.14',
    '1234567',
    '==',
    '=>',
    '//',
    '/*',
    '*/',
    '();',
  ],
  ...Object.values(SAMPLES),
];

describe('the tokenizer against the original', function () {
  this.timeout(300_000);

  for (const encoding of ENCODINGS) {
    it(`counts as ${encoding} does in ${STRINGS} strings`, () => {
      const count = loadEncoding(encoding, 'dist');
      const reference = get_encoding(`${encoding}_base`);
      const chance = sameChance(encoding.length);
      for (let round = 0; round < STRINGS; round++) {
        const text = anyString(chance);
        const exact = reference.encode(text, [], []).length;
        if (count(text).tokens !== exact) deepStrictEqual([text, count(text).tokens], [text, exact]);
      }
      reference.free();
    });

    it(`cuts ASCII as the pattern of ${encoding} does`, () => {
      const pattern = new RegExp(PATTERNS[encoding], 'gu');
      const chance = sameChance(3);
      let asked = 0;
      for (let round = 0; round < STRINGS; round++) {
        const text = Array.from({ length: 1 + chance(12) }, () => PARTS[chance(146)] ?? '').join('');
        pattern.lastIndex = 0;
        pattern.test(text);
        const end = asciiPieceEnd(text, 0, encoding);
        if (end === ASK_PATTERN) asked += 1;
        else if (end !== pattern.lastIndex) deepStrictEqual([text, end], [text, pattern.lastIndex]);
      }
      strictEqual(asked < STRINGS / 4, true, `${asked} asked the pattern`);
    });

    it(`has the ranks of ${encoding}, none lost`, () => {
      const packed = brotliDecompressSync(readFileSync(`dist/${encoding}.ranks`));
      const { lengths, bytes } = unpackTokens(packed);
      let [rank, at, lost] = [0, 0, 0];
      for (const line of RANKS[encoding].bpe_ranks.split('\n')) {
        const [, first, ...tokens] = line.split(' ');
        if (first === undefined) continue;
        rank = Number(first);
        for (const token of tokens) {
          const expected = Buffer.from(token, 'base64');
          if (!expected.equals(bytes.subarray(at, at + (lengths[rank] ?? 0)))) lost += 1;
          at += expected.length;
          rank += 1;
        }
      }
      deepStrictEqual([lost, rank, at], [0, lengths.length, bytes.length]);
    });
  }
});

/** Some parts in a row, or characters from anywhere in Unicode that have been in it for long. */
function anyString(chance: (below: number) => number): string {
  const pick = (): string => PARTS[chance(PARTS.length)] ?? '';
  const anywhere = (): string => String.fromCodePoint(chance(chance(4) === 0 ? 0x2ffff : 0x3000));
  const kind = chance(8);
  const length = 1 + chance(kind === 0 ? 60 : 14);
  if (kind === 1) return pick().repeat(length);
  return Array.from({ length }, () => (kind === 2 && chance(2) === 0 ? anywhere() : pick())).join('');
}
