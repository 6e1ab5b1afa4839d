/** A sample of the traps; `npm run torture -- git` sets all of them. SECURITY.md names these tests. */

import { deepStrictEqual, ok } from 'node:assert/strict';

import { removeFolders } from '../support/folders.ts';
import { removeTemplate } from './trap-place.ts';
import { MISLEADING, allTraps, faultsOf, misleadsOf } from './trapped-looks.ts';

const TRAPS = [
  'hook post-checkout',
  'core.fsmonitor',
  "filter clean called 'lfs'",
  "filter clean called 'a=b'",
  'filter clean called by a byte that is no text',
  'a filter of a submodule',
  'include.path to a file monitor and a filter',
  'lazy fetch by remote.*.uploadpack with its protocol allowed',
  "lazy fetch by remote.*.vcs '' and an alias",
  'diff.*.textconv',
  'core.pager',
  'GIT_SSH_COMMAND',
  'GIT_CONFIG_PARAMETERS',
  'PATH with a folder of the workspace',
];
const VARIABLES = ['GIT_DIR and GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_LITERAL_PATHSPECS'];

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  ok(found, name);
  return found;
}

describe('git, where a trap is set', function () {
  this.timeout(60_000);
  afterEach(removeFolders);
  after(removeTemplate);

  for (const name of TRAPS) {
    it(`runs no program by ${name}`, async () => {
      deepStrictEqual(await faultsOf(named(allTraps(), name)), []);
    });
  }

  for (const name of VARIABLES) {
    it(`is not misled by ${name}`, async () => {
      deepStrictEqual(await misleadsOf(named(MISLEADING, name)), []);
    });
  }
});
