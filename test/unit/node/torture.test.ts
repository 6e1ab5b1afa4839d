import { deepStrictEqual, ok } from 'node:assert/strict';
import { join, resolve } from 'node:path';

import { killedWriters } from '../../torture/killed-writers.ts';
import { manyUpdates } from '../../torture/many-updates.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

const WORKER = join(import.meta.dirname, '../support/worker/index.js');
const CLI = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');

/** Samples of `npm run torture`. That of the lock is in lock.test.ts. */
describe('many writers', function () {
  this.timeout(120_000);
  afterEach(removeFolders);

  it('lose no acknowledged change when they are killed, and no reader sees one torn or old', async () => {
    const folder = newFolder();
    const seen = await killedWriters({
      worker: WORKER,
      cli: CLI,
      folder,
      kills: 20,
      services: 2,
      commands: 1,
    });
    const { kills, acknowledged, lost, twice, unsaid, read, wrong } = seen;
    deepStrictEqual({ lost, twice, wrong }, { lost: [], twice: 0, wrong: [] });
    ok(kills >= 20 && acknowledged > 0 && read > 0 && unsaid <= kills, JSON.stringify(seen));
  });

  it('have every update in the journal, each once', async () => {
    const { wanted, acknowledged, there } = await manyUpdates(WORKER, newFolder(), 4, 15);
    deepStrictEqual([acknowledged, there], [wanted, wanted]);
  });
});
