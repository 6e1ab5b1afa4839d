import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { block, clip, oneLine } from '../../../src/core/text/foreign-text.ts';
import { withoutLinks } from '../../../src/core/text/without-links.ts';
import { mapTexts, parseJson, wellFormed, wellFormedValue } from '../../../src/core/text/well-formed.ts';
import { LONGEST } from '../../../src/core/workflow/limits.ts';
import { checkLine, readLine, readTime, readWord } from '../../../src/core/workflow/names.ts';
import { HOSTILE_TEXTS, ORDINARY_TEXTS } from '../../fixtures/hostile-texts.ts';

// eslint-disable-next-line no-control-regex -- control characters are what must be gone
const RAW = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
/** Every kind of character that a rule speaks of, for mixtures of them. */
const PIECES =
  'a é 😀 \ufe0f \u200d \u200c \u200b م क 葛 \u{e0100} \u{e0041} 🏴 \u{e0067} \u{e007f} \u180e \u180b ᠠ \u001b 1 \ud83d \ude00 \u034f \u115f \u202e ≨ \ufe00 🏽 \u0301 \u009b \uffff'
    .split(' ')
    .concat('\n', '\r', '\t', ' ');

function mixtures(count: number): readonly string[] {
  let seed = 1;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const piece = (): string => PIECES[next(PIECES.length)] ?? '';
  return Array.from({ length: count }, () => Array.from({ length: 1 + next(8) }, piece).join(''));
}

describe('foreign text', () => {
  it('breaks no line, steers no terminal and holds no half of a character, whatever was written', () => {
    for (const { name, text } of HOSTILE_TEXTS) {
      ok(!RAW.test(oneLine(text)) && oneLine(text).isWellFormed(), name);
      ok(!RAW.test(block(text).replaceAll(/\r?\n|\t/g, '')) && block(text).isWellFormed(), name);
    }
  });

  it('stays as it is where it was in order', () => {
    for (const text of ORDINARY_TEXTS) deepStrictEqual([oneLine(text), block(text)], [text, text]);
    strictEqual(block('a\n\tb\n'), 'a\n\tb\n');
  });

  it('is the same after a second time, for any mixture of characters', () => {
    for (const text of mixtures(20_000)) {
      const line = oneLine(text);
      ok(!RAW.test(line) && line.isWellFormed(), JSON.stringify(text));
      deepStrictEqual([oneLine(line), block(block(text))], [line, block(text)], JSON.stringify(text));
    }
  });

  it('shows what stood behind an ESC, and says nothing that a person doesn’t see', () => {
    strictEqual(oneLine('a\u001b[31mb'), 'a\ufffd[31mb');
    strictEqual(oneLine('step\u{e0069}\u{e0067}'), 'step');
    strictEqual(oneLine('pay\u200dpal\u200b'), 'paypal');
    strictEqual(oneLine('one\r\ntwo\u2028three'), 'one two three');
  });

  it('makes no link that runs a command in a notification', () => {
    for (const { name, text } of HOSTILE_TEXTS) ok(!withoutLinks(text).includes(']('), name);
    strictEqual(withoutLinks('[click](command:x) a [b] (c)'), '[click] (command:x) a [b] (c)');
  });

  it('is cut between characters', () => {
    deepStrictEqual([clip('abcdef', 4), clip('abc😀d', 5), clip('abc', 3)], ['abc…', 'abc…', 'abc']);
  });
});

describe('JSON', () => {
  it('is parsed into well-formed texts, keys among them', () => {
    deepStrictEqual(parseJson('{"a\\ud83d":["\\uDE00",{"b":"\\ud83d\\ude00"}],"c":1}'), {
      'a\ufffd': ['\ufffd', { b: '😀' }],
      c: 1,
    });
    deepStrictEqual(wellFormedValue([null, 'x\ud83d']), [null, 'x\ufffd']);
    strictEqual(wellFormed('x\ud83d'), 'x\ufffd');
  });

  it('is the same value where nothing was wrong', () => {
    const value = { a: ['b', { c: 1 }] };
    strictEqual(mapTexts(value, wellFormed), value);
  });
});

describe('the bounds of a text', () => {
  it('hold on reading for all that passes on writing', () => {
    for (const text of ORDINARY_TEXTS) strictEqual(readLine(checkLine('x', text)), text);
  });

  it('are kept by whatever is read', () => {
    for (const text of [...HOSTILE_TEXTS.map((one) => one.text), ...mixtures(2_000)]) {
      const line = readLine(text, 100);
      ok(line.length <= 100 && line === readLine(line, 100) && !RAW.test(line), JSON.stringify(text));
      ok(/^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$/.test(readWord(text)), JSON.stringify(text));
    }
    strictEqual(readWord('auth\n\n## Resume'), 'auth-Resume');
    strictEqual(readLine('a'.repeat(600)), `${'a'.repeat(LONGEST.line - 1)}…`);
  });

  it('leave a time as it is, and make one of nothing else', () => {
    for (const time of ['2025-12-16T10:00:00Z', '2025-12-16T10:00:00.123+02:00', '2025-12-16']) {
      strictEqual(readTime(time), time);
    }
    for (const time of ['', 'now', '2025-13-01T00:00:00Z', '2025-12-16T10:00:00Z\u001b[2J', '1765879200']) {
      strictEqual(readTime(time), '1970-01-01T00:00:00.000Z');
    }
  });
});
