import { deepStrictEqual, ok } from 'node:assert/strict';

import { allocateRoom, allocateRows } from '../../../src/core/hooks/row-allocation.ts';

describe('rows of tables in too small a room', () => {
  it('divides the room equally and passes on what a table does not need', () => {
    deepStrictEqual(allocateRoom([10, 100, 100], 90), [10, 40, 40]);
    deepStrictEqual(allocateRoom([10, 20], 90), [10, 20]);
    deepStrictEqual(allocateRoom([50, 0, 50], 0), [0, 0, 0]);
    deepStrictEqual(allocateRoom([5], -3), [0]);
    deepStrictEqual(allocateRoom([], 9), []);
  });

  it('keeps the first rows of each table, whole', () => {
    const tables = [
      { name: 'many', lengths: [10, 10, 10, 10, 10, 10, 10, 10] },
      { name: 'few', lengths: [10] },
    ];
    deepStrictEqual(allocateRows(tables, 45), { many: [0, 1, 2], few: [0] });
  });

  it('passes over a row that is too long for its table, not over the ones behind it', () => {
    deepStrictEqual(allocateRows([{ name: 'one', lengths: [50, 10, 10] }], 25), { one: [1, 2] });
  });

  it('gives what is left over to rows that still fit, and never more than there is', () => {
    const tables = [
      { name: 'long', lengths: [30, 30] },
      { name: 'short', lengths: [9, 9, 9, 9, 9] },
    ];
    for (let room = 0; room <= 110; room++) {
      const kept = allocateRows(tables, room);
      const used = tables.flatMap(({ name, lengths }) => (kept[name] ?? []).map((row) => lengths[row] ?? 0));
      ok(used.reduce((sum, length) => sum + length, 0) <= room);
    }
    deepStrictEqual(allocateRows(tables, 60), { long: [0], short: [0, 1, 2] });
  });
});
