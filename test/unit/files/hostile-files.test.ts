/** A sample of what `npm run torture files` tries whole: each place with one thing, each thing in several places. */

import { deepStrictEqual } from 'node:assert/strict';

import { removeFolders } from '../support/folders.ts';
import { COMMANDS, PLACES, THINGS, closeSockets, faultsOf, prepared } from './hostile-places.ts';
import type { Prepared } from './hostile-places.ts';

/** So many commands are tried on one place here; every command gets its turn. */
const SAMPLE = 6;

/** What the whole found beyond the sample. */
const FOUND = [
  ['.claude/ninefold.json', 'a link to itself', ['remove']],
  ['.claude/settings.json', 'a link to itself', ['connect', 'claude-code']],
  ['package.json', 'a link to itself', ['resume']],
] as const;

describe('what stands in the place of a file', function () {
  this.timeout(120_000);
  let project: Prepared;
  before(async () => {
    project = await prepared();
  });
  after(() => {
    closeSockets();
    removeFolders();
  });

  for (const [at, place] of PLACES.entries()) {
    const names = Object.keys(THINGS);
    const things = [names[at % names.length], names[(at + 4) % names.length]].filter(
      (name) => name !== undefined,
    );
    for (const thing of things) {
      it(`harms no command: ${thing} at ${place}`, async () => {
        const first = (at * SAMPLE) % COMMANDS.length;
        const others = [...COMMANDS, ...COMMANDS].slice(first, first + SAMPLE);
        deepStrictEqual(await faultsOf(project, place, thing, [['verify'], ...others]), []);
      });
    }
  }

  for (const [place, thing, argv] of FOUND) {
    it(`harms no command that it once did: ${argv.join(' ')}, ${thing} at ${place}`, async () => {
      deepStrictEqual(await faultsOf(project, place, thing, [argv]), []);
    });
  }
});
