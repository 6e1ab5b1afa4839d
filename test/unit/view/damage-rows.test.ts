import { deepStrictEqual } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { damageLabel, damageRows } from '../../../src/core/view/damage-rows.ts';

describe('the rows of a state that can’t be read', () => {
  it('open the damaged file at its line, and only name those that an editor must not open', () => {
    const damaged = new NinefoldError('state-damaged', { file: '/a/b.jsonl', line: 3, reason: 'no JSON' });
    const refused = new NinefoldError('file-not-plain', { path: '/a/c.json', reason: 'it is a link' });
    const rows = damageRows(damaged, [refused]);
    deepStrictEqual(
      rows.map((row) => [row.id, row.file, row.isOpenable, row.actions, damageLabel(row)[0]?.parameters]),
      [
        ['damage', '/a/b.jsonl', true, ['recover'], { file: 'b.jsonl', line: 3 }],
        ['damage//a/c.json', '/a/c.json', false, [], { file: 'c.json', reason: 'it is a link' }],
      ],
    );
    deepStrictEqual(damageRows(null), []);
  });
});
