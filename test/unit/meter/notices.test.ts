import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { nextNotice, shownKey, snoozed } from '../../../src/core/meter/notices.ts';
import type { ReadingFacts } from '../../../src/core/meter/reading.ts';
import type { ShownLevels } from '../../../src/core/session/current-session.ts';
import { LEVELS, reading } from './sample-reading.ts';

const NOW = '2026-01-02T04:00:00.000Z';

type Step = readonly [announce: string | null, writes: string, levels: readonly string[]];

/** Runs readings one after the other, each with the record the one before left. */
function run(steps: readonly Partial<ReadingFacts>[], start: ShownLevels | null = null): readonly Step[] {
  let shown = start;
  return steps.map((changed) => {
    const notice = nextNotice({ shown, reading: reading(changed), rules: LEVELS, now: NOW });
    shown = notice.shown;
    return [notice.announce, notice.writes, shown?.levels ?? []];
  });
}

const tokens = (...all: readonly number[]): readonly Partial<ReadingFacts>[] =>
  all.map((value) => ({ tokens: value }));

describe('notices', () => {
  it('once per session and level, rising', () => {
    deepStrictEqual(run(tokens(100_000, 150_000, 151_000, 170_000, 180_000, 190_000)), [
      [null, 'none', []],
      ['warning', 'none', ['warning']],
      [null, 'none', ['warning']],
      ['suggest', 'document', ['warning', 'suggest']],
      ['force', 'state-and-document', ['warning', 'suggest', 'force']],
      [null, 'none', ['warning', 'suggest', 'force']],
    ]);
  });

  it('a jump over several levels announces the highest and records the lower ones', () => {
    deepStrictEqual(run(tokens(185_000, 172_000)), [
      ['force', 'state-and-document', ['warning', 'suggest', 'force']],
      [null, 'none', ['warning', 'suggest', 'force']],
    ]);
  });

  it('again only after falling five points below the level', () => {
    deepStrictEqual(run(tokens(150_000, 140_001, 150_000, 140_000, 150_000)), [
      ['warning', 'none', ['warning']],
      [null, 'none', ['warning']],
      [null, 'none', ['warning']],
      [null, 'none', []],
      ['warning', 'none', ['warning']],
    ]);
  });

  it('a higher level is armed again while the lower one stays shown', () => {
    deepStrictEqual(run(tokens(170_000, 159_000, 171_000)), [
      ['suggest', 'document', ['warning', 'suggest']],
      [null, 'none', ['warning']],
      ['suggest', 'document', ['warning', 'suggest']],
    ]);
  });

  it('the levels pulled in by automatic compaction count', () => {
    const at = (value: number): Partial<ReadingFacts> => ({ tokens: value, compactsAt: 167_000 });
    deepStrictEqual(run([at(156_999), at(157_000), at(163_000)]), [
      ['warning', 'none', ['warning']],
      ['suggest', 'document', ['warning', 'suggest']],
      ['force', 'state-and-document', ['warning', 'suggest', 'force']],
    ]);
  });

  it('an ended session and an estimate only colour; a reported number speaks', () => {
    deepStrictEqual(
      run([
        { tokens: 185_000, live: false },
        { tokens: 185_000, source: 'estimate' },
        { tokens: 185_000, source: 'reported', live: false },
      ]),
      [
        [null, 'none', []],
        [null, 'none', []],
        ['force', 'state-and-document', ['warning', 'suggest', 'force']],
      ],
    );
    deepStrictEqual([shownKey(reading()), shownKey(reading({ source: 'reported' }))], ['first', 'reported']);
  });

  it('a compaction starts afresh; an unknown reading changes nothing', () => {
    deepStrictEqual(
      run([{ tokens: 185_000 }, { tokens: null }, { isCompacted: true }, { tokens: 151_000 }]),
      [
        ['force', 'state-and-document', ['warning', 'suggest', 'force']],
        [null, 'none', ['warning', 'suggest', 'force']],
        [null, 'none', []],
        ['warning', 'none', ['warning']],
      ],
    );
  });

  it('while snoozed nothing is announced, but levels still write', () => {
    const start = snoozed({ levels: ['warning'], at: NOW }, '2026-01-02T04:30:00.000Z', NOW);
    deepStrictEqual(run(tokens(171_000, 172_000), start), [
      [null, 'document', ['warning', 'suggest']],
      [null, 'none', ['warning', 'suggest']],
    ]);
  });

  it('when the snooze is over, the level is announced and writes again', () => {
    const start = snoozed({ levels: ['warning', 'suggest'], at: NOW }, '2026-01-02T03:59:00.000Z', NOW);
    deepStrictEqual(run(tokens(171_000, 172_000), start), [
      ['suggest', 'document', ['warning', 'suggest']],
      [null, 'none', ['warning', 'suggest']],
    ]);
    deepStrictEqual(run(tokens(100_000, 100_000), start), [
      [null, 'none', []],
      [null, 'none', []],
    ]);
  });

  it('gives back the very record when nothing changed', () => {
    const shown: ShownLevels = { levels: ['warning'], at: '2026-01-01T00:00:00.000Z' };
    strictEqual(nextNotice({ shown, reading: reading(), rules: LEVELS, now: NOW }).shown, shown);
    strictEqual(
      nextNotice({ shown: null, reading: reading({ tokens: 1 }), rules: LEVELS, now: NOW }).shown,
      null,
    );
  });
});
