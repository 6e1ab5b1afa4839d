import { deepStrictEqual } from 'node:assert/strict';
import { levelOf, levelThresholds, tokensToLevels } from '../../../src/core/meter/levels.ts';
import { makeReading, percentOfWindow, thresholdsOf } from '../../../src/core/meter/reading.ts';
import { facts, LEVELS } from './sample-reading.ts';

describe('levels', () => {
  const table = [
    { window: 200_000, compactsAt: null, is: [150_000, 170_000, 180_000] },
    { window: 200_000, compactsAt: 167_000, is: [150_000, 157_000, 163_000] },
    { window: 200_000, compactsAt: 155_000, is: [139_000, 145_000, 151_000] },
    { window: 200_000, compactsAt: 100_000, is: [84_000, 90_000, 96_000] },
    { window: 200_000, compactsAt: 99_999, is: [91_999, 94_999, 97_999] },
    { window: 200_000, compactsAt: 2000, is: [1840, 1900, 1960] },
    { window: 1_000_000, compactsAt: 967_000, is: [750_000, 850_000, 900_000] },
    { window: 258_400, compactsAt: null, is: [193_800, 219_640, 232_560] },
  ];
  for (const { window, compactsAt, is } of table) {
    it(`of ${window}, compacting at ${String(compactsAt)}, begin at ${is.join(', ')}`, () => {
      deepStrictEqual(Object.values(levelThresholds(window, compactsAt, LEVELS)), is);
    });
  }

  it('begin at their threshold, not one token before', () => {
    const thresholds = levelThresholds(200_000, null, LEVELS);
    const at = [149_999, 150_000, 169_999, 170_000, 179_999, 180_000, 200_001];
    deepStrictEqual(
      at.map((tokens) => levelOf(tokens, thresholds)),
      ['normal', 'warning', 'warning', 'suggest', 'suggest', 'force', 'force'],
    );
    deepStrictEqual(tokensToLevels(160_000, thresholds), { warning: 0, suggest: 10_000, force: 20_000 });
  });

  it('follow the rules, binary fractions included', () => {
    const rules = { warning: 72.3, suggest: 57.1, force: 100 };
    deepStrictEqual(Object.values(levelThresholds(200_000, null, rules)), [144_600, 114_200, 200_000]);
    deepStrictEqual(levelOf(120_000, levelThresholds(200_000, null, rules)), 'suggest', 'out of order');
  });

  it('compare tokens, while the percent is rounded half up', () => {
    const shown = [149_999, 150_000, 152_000, 179_999, 250_000].map((tokens) => {
      const { percent, level } = makeReading(facts({ tokens }), LEVELS);
      return [percent, level];
    });
    deepStrictEqual(shown, [
      [75, 'normal'],
      [75, 'warning'],
      [76, 'warning'],
      [90, 'suggest'],
      [100, 'force'],
    ]);
    deepStrictEqual(percentOfWindow(0, 200_000), 0);
  });

  it('come earlier by a long last answer, if it counts towards the compaction', () => {
    const of = (outputTokens: number | null, changed: Parameters<typeof facts>[0] = {}): unknown[] => {
      const at = { tokens: 159_000, compactsAt: 167_000, countsOutput: true, ...changed };
      const made = makeReading(facts({ ...at, outputTokens }), LEVELS);
      return [made.level, made.compactsEarlier, thresholdsOf(made, LEVELS)?.force];
    };
    deepStrictEqual(of(50), ['suggest', undefined, 163_000]);
    deepStrictEqual(of(2000), ['suggest', undefined, 163_000], 'the lead covers it');
    deepStrictEqual(of(7000), ['force', 5000, 158_000]);
    deepStrictEqual(of(null), ['suggest', undefined, 163_000]);
    deepStrictEqual(of(7000, { countsOutput: false }), ['suggest', undefined, 163_000]);
    deepStrictEqual(of(7000, { compactsAt: null }), ['warning', undefined, 180_000]);
  });

  it('are unknown without tokens or a window, and compacted after a compaction', () => {
    const of = (changed: Parameters<typeof facts>[0]): unknown[] => {
      const { tokens, percent, level, window } = makeReading(facts(changed), LEVELS);
      return [tokens, percent, level, window];
    };
    deepStrictEqual(of({ tokens: null }), [null, null, 'unknown', 200_000]);
    deepStrictEqual(of({ window: null }), [152_000, null, 'unknown', null]);
    deepStrictEqual(of({ isCompacted: true }), [null, null, 'compacted', 200_000]);
  });
});
