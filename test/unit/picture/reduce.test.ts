import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { nearestIndex, reducePoints } from '../../../src/core/picture/reduce.ts';
import { spread, ticks, timeTicks } from '../../../src/core/picture/scale.ts';
import { seededRandom } from '../../torture/seeded-random.ts';

const pick = (from: readonly number[], indices: readonly number[]): readonly number[] =>
  indices.map((index) => from[index] ?? Number.NaN);

describe('fewer points for the same line', () => {
  it('are all of them where they are few', () => {
    deepStrictEqual(reducePoints({ x: [0, 1, 2], y: [5, 9, 1] }, 1), [0, 1, 2]);
    deepStrictEqual(reducePoints({ x: [], y: [] }, 10), []);
  });

  it('keep first, least, most and last of each column, in their order', () => {
    const x = Array.from({ length: 20 }, (_, index) => index);
    const y = x.map((value) => (value === 7 ? 100 : value === 3 ? -5 : value));
    deepStrictEqual(reducePoints({ x, y }, 2), [0, 3, 7, 9, 10, 19]);
  });

  it('lose no peak of 20,000, are at most four a column, and rise', () => {
    const random = seededRandom(7);
    const x = Array.from({ length: 20_000 }, (_, index) => index * 3);
    const y = x.map(() => random.below(200_000));
    const kept = reducePoints({ x, y }, 700);
    ok(kept.length <= 2800, String(kept.length));
    ok(kept.every((index, place) => place === 0 || index > (kept[place - 1] ?? 0)));
    const most = (values: readonly number[]): number =>
      values.reduce((one, other) => Math.max(one, other), 0);
    strictEqual(most(pick(y, kept)), most(y));
    // Every point lies between the least and the most that its column keeps.
    const columnOf = (index: number): number => Math.floor(((x[index] ?? 0) / (x.at(-1) ?? 1)) * 700);
    const ends = new Map<number, [number, number]>();
    for (const index of kept) {
      const [low, high] = ends.get(columnOf(index)) ?? [Infinity, -Infinity];
      ends.set(columnOf(index), [Math.min(low, y[index] ?? 0), Math.max(high, y[index] ?? 0)]);
    }
    const lost = y.filter((value, index) => {
      const [low, high] = ends.get(columnOf(index)) ?? [Infinity, -Infinity];
      return value < low || value > high;
    });
    deepStrictEqual(lost, []);
  });

  it('hold where all points lie in one place', () => {
    const x = Array.from({ length: 50 }, () => 4);
    deepStrictEqual(reducePoints({ x, y: x.map((_, index) => index) }, 10), [0, 49]);
  });

  it('find the nearest of many', () => {
    const rising = [0, 10, 20, 30];
    deepStrictEqual(
      [-5, 4, 6, 15, 16, 99].map((wanted) => nearestIndex(rising, wanted)),
      [0, 0, 1, 1, 2, 3],
    );
    strictEqual(nearestIndex([], 3), -1);
  });
});

describe('ticks', () => {
  it('are round', () => {
    deepStrictEqual(ticks(200_000, 4), [0, 50_000, 100_000, 150_000, 200_000]);
    deepStrictEqual(ticks(258_400, 4), [0, 100_000, 200_000]);
    deepStrictEqual(ticks(0, 4), [0]);
  });

  it('of time begin at the reader’s own midnight', () => {
    const day = 24 * 3_600_000;
    const from = Date.parse('2026-11-20T08:00:00Z');
    deepStrictEqual(
      timeTicks(from, from + 3 * day, 3, 60).map((at) => new Date(at).toISOString()),
      ['2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
    );
    deepStrictEqual(timeTicks(from, from, 3, 0), [from]);
  });

  it('have names that keep apart, the lowest where it wishes', () => {
    deepStrictEqual(spread([100, 95, 92, 20], 14), [100, 86, 72, 20]);
  });
});
