import { deepStrictEqual, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { crashSteps } from '../../torture/crash-steps.ts';
import { killedCalls } from '../../torture/killed-calls.ts';
import { killedWriters } from '../../torture/killed-writers.ts';
import { manyUpdates } from '../../torture/many-updates.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { longJournal } from '../support/long-journal.ts';

const WORKER = join(import.meta.dirname, '../support/worker/index.js');
const CLI = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');

/** Samples of `npm run torture`. That of the lock is in lock.test.ts. */
describe('many writers', function () {
  this.timeout(240_000);
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

  it('are followed by the next, whatever step they were cut off at', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, '.claude/state/workflows'), { recursive: true });
    writeFileSync(join(folder, '.claude/state/workflows/wf-001.journal.jsonl'), longJournal(400));
    await (await open(folder)).service.activate('wf-001');
    const { crashes, saved, wrong } = await crashSteps(WORKER, folder, 6);
    deepStrictEqual(wrong, []);
    ok(crashes > 5 && saved > 0 && saved < crashes, `${crashes} crashes, ${saved} saved`);
  });

  it('change nothing twice where their call is killed and made again until it is answered', async () => {
    const server = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'mcp.js');
    const { calls, kills, wrong } = await killedCalls({
      server,
      cli: CLI,
      folder: newFolder(),
      calls: 12,
      mostKills: 2,
      seed: 7,
    });
    deepStrictEqual(wrong, []);
    ok(calls === 14 && kills > 0, `${calls} calls, ${kills} kills`);
  });

  it('have every update in the journal, each once', async () => {
    const { wanted, acknowledged, there } = await manyUpdates(WORKER, newFolder(), 4, 15);
    deepStrictEqual([acknowledged, there], [wanted, wanted]);
  });
});
