import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { get_encoding } from 'tiktoken';

import { CHUNK_LENGTH, cutIntoChunks } from '../../../src/core/tokens/chunks.ts';
import type { CountText } from '../../../src/core/tokens/chunks.ts';
import { type ContentChange, CountedDocument } from '../../../src/core/tokens/counted-document.ts';
import { loadEncoding } from '../../../src/node/tokens/load-encoding.ts';
import { mixedText, SAMPLES, sameChance } from './sample-texts.ts';

const EDITS = 10_000;
/** So many edits apart the reference is asked; in between, the whole text counted anew, which is as exact. */
const ASKED = 100;
const LONGEST_EDITED = 12_000;

describe('counting tokens', function () {
  this.timeout(120_000);
  let countText: CountText;
  let reference: (text: string) => number;
  before('load the ranks', () => {
    countText = loadEncoding('o200k', 'dist');
    const encoding = get_encoding('o200k_base');
    reference = (text) => encoding.encode(text, [], []).length;
  });

  it('agrees with tiktoken on every kind of text, special marks being text', () => {
    const texts = { ...SAMPLES, empty: '', source: readFileSync('src/core/meter/window.ts', 'utf8') };
    deepStrictEqual(
      Object.entries(texts).map(([kind, text]) => [kind, countText(text)]),
      Object.entries(texts).map(([kind, text]) => [kind, { tokens: reference(text), isApproximate: false }]),
    );
    ok(countText('<|endoftext|>').tokens > 1);
  });

  it('adds up over chunks of about 2 KB', () => {
    const text = mixedText(60);
    const chunks = cutIntoChunks(text);
    ok(chunks.length > 10);
    ok(chunks.every(({ length }) => length <= 3 * CHUNK_LENGTH));
    deepStrictEqual(
      [chunks.join(''), new CountedDocument(text, countText).count.tokens],
      [text, reference(text)],
    );
  });

  it(`stays exact over ${EDITS} edits, recounting only what they touch`, () => {
    const chance = sameChance(2);
    let text = mixedText(20);
    let counted = 0;
    const document = new CountedDocument(text, (chunk) => {
      counted += chunk.length;
      return countText(chunk);
    });
    counted = 0;
    for (let edit = 1; edit <= EDITS; edit++) {
      const changes = text.length > LONGEST_EDITED ? [cutOff(text)] : randomChanges(text, chance);
      text = applied(text, changes);
      const { tokens } = document.change(changes);
      const exact = edit % ASKED === 0 ? reference(text) : countText(text).tokens;
      if (tokens !== exact) strictEqual(tokens, exact, `after edit ${edit}`);
    }
    strictEqual(document.text, text);
    ok(counted / EDITS < 8 * CHUNK_LENGTH, `${counted / EDITS} units an edit`);
  });

  it('takes the changes of one event in any order, each by the text before it', () => {
    const changes = [
      { rangeOffset: 0, rangeLength: 3, text: 'the' },
      { rangeOffset: 8, rangeLength: 0, text: ', three' },
    ];
    const counts = [changes, changes.toReversed()].map((order) => {
      const document = new CountedDocument('one, two', countText);
      document.change(order);
      return document.text;
    });
    deepStrictEqual(counts, ['the, two, three', 'the, two, three']);
  });

  it('empties and fills a document, and refuses a change that lies outside', () => {
    const document = new CountedDocument('', countText);
    strictEqual(document.count.tokens, 0);
    document.change([{ rangeOffset: 0, rangeLength: 0, text: mixedText(10) }]);
    strictEqual(document.count.tokens, reference(mixedText(10)));
    document.change([{ rangeOffset: 0, rangeLength: mixedText(10).length, text: '' }]);
    deepStrictEqual([document.text, document.count.tokens], ['', 0]);
    throws(() => document.change([{ rangeOffset: 5, rangeLength: 0, text: 'x' }]), RangeError);
  });

  it('counts a run without a break exactly, however long', () => {
    for (const run of ['a', ' ', '=', '━', '漢字', '👍', 'ab', '\n', 'Aa', "'s", '\u0301', '\ud800']) {
      const text = `so ${run.repeat(6000 / run.length)}\n`;
      deepStrictEqual([run, countText(text).tokens], [run, reference(text)]);
    }
  });
});

/** A text that has grown too long for a quick test gets short again. */
function cutOff(text: string): ContentChange {
  return { rangeOffset: 2000, rangeLength: text.length - 5000, text: '' };
}

/** One to three changes that don't overlap: what editors do, and what nobody does. */
function randomChanges(text: string, chance: (below: number) => number): readonly ContentChange[] {
  const inserts = ['', 'x', ' ', "'", '\n', 'word ', '漢', '👍', '\u0301', mixedText(1), 'a'.repeat(40)];
  const changes: ContentChange[] = [];
  let from = 0;
  for (let left = 1 + chance(3); left > 0 && from <= text.length; left--) {
    const rangeOffset = from + chance(Math.max(1, text.length - from));
    const rangeLength = Math.min(text.length - rangeOffset, [0, 0, 1, 5, 3000][chance(5)] ?? 0);
    changes.push({ rangeOffset, rangeLength, text: inserts[chance(inserts.length)] ?? '' });
    from = rangeOffset + rangeLength + 1;
  }
  return changes;
}

function applied(text: string, changes: readonly ContentChange[]): string {
  return changes.reduceRight(
    (before, { rangeOffset, rangeLength, text: inserted }) =>
      before.slice(0, rangeOffset) + inserted + before.slice(rangeOffset + rangeLength),
    text,
  );
}
