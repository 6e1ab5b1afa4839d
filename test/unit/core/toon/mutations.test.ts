import { deepStrictEqual, ok } from 'node:assert/strict';

import { tortureToon } from '../../../torture/toon.ts';

describe('the tolerant reader, of mutated documents', () => {
  it('neither crashes nor loses a line in silence, and its fixes make what it read', () => {
    const { failures, read, reported, refused } = tortureToon(1000, 1);
    deepStrictEqual(failures, []);
    ok(read > 100 && reported > 100 && refused > 100, `${read} ${reported} ${refused}`);
  });
});
