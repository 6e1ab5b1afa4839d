import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { driversOff } from '../../../src/node/git/named-drivers.ts';

/** As git lists them. */
function listed(...names: readonly string[]): string {
  return names.map((name) => `filter.${name}.clean\0filter.${name}.smudge\0`).join('');
}
function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `f${index}`);
}

describe('filters and hooks that a config names', () => {
  it('are switched off one by one', () => {
    deepStrictEqual(driversOff(listed('lfs'), ['filter']), {
      'filter.lfs.clean': '',
      'filter.lfs.smudge': '',
      'filter.lfs.process': '',
      'filter.lfs.required': 'false',
    });
  });

  it('are refused where the name is in bytes that are no text', () => {
    const bytes = Buffer.from(listed('\xff'), 'latin1');
    strictEqual(driversOff(bytes.toString('utf8'), ['filter']), undefined);
  });

  it('are refused where they are more than git reads in time', () => {
    strictEqual(Object.keys(driversOff(listed(...numbered(100)), ['filter']) ?? {}).length, 400);
    strictEqual(driversOff(listed(...numbered(101)), ['filter']), undefined);
  });
});
