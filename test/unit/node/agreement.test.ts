/** A sample of `npm run torture -- agreement`: every kind of file, every way in which one is spoilt, every command at least once. */

import { deepStrictEqual, ok } from 'node:assert/strict';

import { Agreement, COMMANDS, KINDS, SPOILS } from '../../torture/agreement.ts';
import type { Disagreement } from '../../torture/agreement.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

/** Commands that ask the most readers are run on each; two more by turns. */
const ON_EACH = ['status', 'next add x'];

describe('verify', function () {
  this.timeout(300_000);
  after(removeFolders);

  it('names every file because of which a command is refused, and finds nothing only where every command works', async () => {
    const agreement = new Agreement(newFolder());
    await agreement.prepare();
    const wrong: Disagreement[] = [];
    let turn = 0;
    const pairs = KINDS.flatMap((file, row) =>
      Object.keys(SPOILS)
        .filter((_, column) => (row + column) % 6 === 0)
        .map((spoilt) => [file, spoilt] as const),
    );
    for (const [file, spoilt] of pairs) {
      const more = [0, 1].map(() => COMMANDS[turn++ % COMMANDS.length] ?? 'list');
      wrong.push(...(await agreement.disagreements(file, spoilt, [...ON_EACH, ...more])));
    }
    ok(pairs.length >= 50 && turn >= COMMANDS.length, String(pairs.length));
    deepStrictEqual(wrong, []);
  });
});
