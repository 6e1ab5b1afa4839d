import { deepStrictEqual } from 'node:assert/strict';

import { fitsDialog } from '../../../src/host/rules/fits-dialog.ts';

describe('the list of rules to accept', () => {
  it('stands in the dialog only where all of it shows', () => {
    const lists = ['a: 1 → 2', 'a\n'.repeat(11), 'a\n'.repeat(12), 'a'.repeat(1500), 'a'.repeat(1501)];
    deepStrictEqual(lists.map(fitsDialog), [true, true, false, true, false]);
  });
});
